"""Sealed text opens in its own place, with its own key, unaltered - or not at all."""

import base64
import os

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from home.sealing.cipher import Tampered, is_own, reseal, seal, unseal
from home.sealing.keys import DEVELOPMENT_KEYS, parse_keys, refuse_unsafe_keys

PLACE = "letters.letter.body|0001"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=300)


def make_key(kid):
    return f"{kid}:{base64.b64encode(os.urandom(32)).decode()}"


@given(TEXTS, st.text(st.characters(codec="utf-8"), max_size=60))
def test_every_text_comes_back_as_it_was(text, place):
    envelope = seal(text, context=place)
    assert envelope.isascii()
    assert unseal(envelope, context=place) == text


@given(TEXTS, st.data())
def test_one_flipped_bit_anywhere_is_noticed(text, data):
    envelope = bytearray(seal(text, context=PLACE).encode())
    position = data.draw(st.integers(0, len(envelope) - 1))
    envelope[position] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Tampered):
        unseal(envelope.decode("latin-1"), context=PLACE)


@given(TEXTS, st.data())
def test_a_flipped_bit_of_the_ciphertext_itself_is_noticed(text, data):
    version, kid, nonce, sealed = seal(text, context=PLACE).split("|")
    raw = bytearray(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)))
    position = data.draw(st.integers(0, len(raw) - 1))
    raw[position] ^= 1 << data.draw(st.integers(0, 7))
    sealed = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    with pytest.raises(Tampered):
        unseal("|".join((version, kid, nonce, sealed)), context=PLACE)


@given(st.text(max_size=80))
def test_whatever_was_never_sealed_does_not_pass_as_opened(text):
    with pytest.raises(Tampered):
        unseal(text, context=PLACE)


def test_text_moved_to_another_place_does_not_open():
    with pytest.raises(Tampered, match="moved"):
        unseal(seal("a note", context=PLACE), context="letters.letter.body|0002")


def test_the_same_text_never_looks_the_same_twice():
    assert len({seal("a note", context=PLACE) for _ in range(100)}) == 100


def test_a_complaint_tells_neither_text_nor_envelope():
    envelope = seal("CANARY", context=PLACE)
    with pytest.raises(Tampered) as complaint:
        unseal(envelope, context="elsewhere")
    assert "CANARY" not in str(complaint.value)
    assert envelope not in str(complaint.value)
    assert complaint.value.__cause__ is None


def test_the_first_key_writes_and_the_others_still_read(settings):
    old, new = make_key("old"), make_key("new")
    settings.FIELD_KEYS = old
    sealed_before = seal("a note", context=PLACE)
    settings.FIELD_KEYS = f"{new}, {old}"
    assert unseal(sealed_before, context=PLACE) == "a note"
    sealed_anew = reseal(sealed_before, context=PLACE)
    assert sealed_anew.startswith("v1|new|")
    assert reseal(sealed_anew, context=PLACE) == sealed_anew
    settings.FIELD_KEYS = new
    assert unseal(sealed_anew, context=PLACE) == "a note"
    with pytest.raises(Tampered, match="not at hand"):
        unseal(sealed_before, context=PLACE)


def test_another_key_under_the_same_name_opens_nothing(settings):
    settings.FIELD_KEYS = make_key("k")
    envelope = seal("a note", context=PLACE)
    settings.FIELD_KEYS = make_key("k")
    with pytest.raises(Tampered):
        unseal(envelope, context=PLACE)


KEY = base64.b64encode(bytes(range(100, 132))).decode()


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ("", "is empty"),
        (" , ", "is empty"),
        (KEY, "entry 1 must look like"),
        (f"a:{KEY},{KEY}", "entry 2 must look like"),
        (f"a b:{KEY}", "entry 1 must look like"),
        (f"a|b:{KEY}", "entry 1 must look like"),
        ("a:not base64!", "key 'a' is not base64"),
        ("a:c2hvcnQ=", "key 'a' has 5 bytes instead of 32"),
        (f"a:{KEY},a:{base64.b64encode(bytes(32)).decode()}", "names the key 'a' twice"),
        (f"a:{KEY},b:{KEY}", "key 'b' repeats another key"),
    ],
)
def test_broken_keys_are_refused_with_a_sentence_that_keeps_them_secret(keys, complaint):
    with pytest.raises(ImproperlyConfigured, match=complaint) as raised:
        parse_keys(keys)
    assert KEY not in str(raised.value)


def test_a_real_site_refuses_the_development_keys():
    with pytest.raises(ImproperlyConfigured, match="'dev-only' is text"):
        refuse_unsafe_keys(DEVELOPMENT_KEYS, secret_key="s" * 50)


def test_a_real_site_refuses_its_secret_key_as_sealing_key():
    key = make_key("k")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY again"):
        refuse_unsafe_keys(key, secret_key=key.partition(":")[2])
    refuse_unsafe_keys(key, secret_key="s" * 50)


def test_a_keyring_shows_no_key(settings):
    assert base64.b64decode(KEY) not in repr(parse_keys(f"a:{KEY}")).encode("latin-1")
    assert repr(parse_keys(f"a:{KEY}")) == "Keyring(first='a')"


def test_a_key_of_its_own_opens_what_it_sealed_and_nothing_else_does():
    own, other = os.urandom(32), os.urandom(32)
    sealed = seal("a note", context=PLACE, own_key=own)
    assert is_own(sealed)
    assert unseal(sealed, context=PLACE, own_key=own) == "a note"
    for wrong in (other, None):
        with pytest.raises(Tampered):
            unseal(sealed, context=PLACE, own_key=wrong)
    assert not is_own(seal("a note", context=PLACE))
