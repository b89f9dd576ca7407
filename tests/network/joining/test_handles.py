"""Proposed handles tell nothing and cannot be guessed."""

import math
import re
from collections import Counter

from network.joining import handles
from network.joining.words import FIRST, SECOND

DRAWS = [handles.draw() for _ in range(10_000)]


def test_a_handle_has_more_than_40_random_bits():
    assert len(set(FIRST)) == len(FIRST)
    assert len(set(SECOND)) == len(SECOND)
    assert math.log2(len(FIRST) * len(SECOND) * 10_000 * 10_000) >= 40


def test_ten_thousand_draws_have_one_form_and_no_pattern():
    assert len(set(DRAWS)) == len(DRAWS)
    assert all(re.fullmatch(r"[a-z]+-[a-z]+-\d{4}-\d{4}", handle) for handle in DRAWS)
    assert max(map(len, DRAWS)) <= 40
    parts = list(zip(*(handle.split("-") for handle in DRAWS), strict=True))
    for place, most in ((0, len(FIRST)), (1, len(SECOND))):
        counts = Counter(parts[place])
        assert set(counts) <= set(FIRST if place == 0 else SECOND)
        # Chi-squared over even chances: mean `most - 1`, deviation √(2(most - 1)); seven of them.
        expected = len(DRAWS) / most
        chance = sum((counts[word] - expected) ** 2 / expected for word in counts)
        chance += expected * (most - len(counts))
        assert chance < most - 1 + 7 * math.sqrt(2 * (most - 1))
    for place in (2, 3):
        digits = Counter(digit for number in parts[place] for digit in number)
        assert all(abs(digits[str(digit)] - 4000) < 500 for digit in range(10))
    # One draw does not follow from the one before.
    steps = Counter(
        (int(after) - int(before)) % 10_000
        for before, after in zip(parts[2], parts[2][1:], strict=False)
    )
    assert steps.most_common(1)[0][1] < 15


def test_a_suggested_name_has_nothing_to_do_with_a_handle():
    assert {handles.suggest_pseudonym() for _ in range(50)} != {handles.suggest_pseudonym()}


def test_a_signed_handle_is_read_for_a_week_only(monkeypatch):
    import time

    signed = handles.propose()[0]
    assert handles.read(signed)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 8 * 24 * 3600)
    assert handles.read(signed) is None
