"""Who gets in where: every address × every demo person, compared with urls.txt.

After a change that is meant to be, write the table anew and read what changed:

    .venv/bin/pytest tests/network/golden/test_urls.py --update
    git diff tests/network/golden/urls.txt
"""

from pathlib import Path

import pytest

from tests.network.golden.people import WHO, members_addresses

GOLDEN = Path(__file__).with_name("urls.txt")
LEGEND = """\
# Address, method, and the answer for each person, as soon after signing in as can be.
# 302i leads to signing in, 302a asks for the passphrase again, 302f for the second factor,
# 302c to the page of closed accounts, 302w to the page of those who wait, 302 elsewhere.
# Made by: pytest tests/network/golden/test_urls.py --update
"""
WIDTH = 104  # of the column of addresses
LEADS = {
    "/account/login/": "i",
    "/account/reauthenticate/": "a",
    "/account/2fa/reauthenticate/": "f",
    "/account/2fa/authenticate/": "f",
    "/account/2fa/totp/activate/": "f",
    "/account/closing/": "c",
    "/account/waiting/": "w",
}


def cell(response):
    if response.status_code != 302:
        return str(response.status_code)
    return f"302{LEADS.get(response['Location'].partition('?')[0], '')}"


def rows(cast):
    for label, address in members_addresses():
        for method in ("get", "post"):
            answers = [cell(cast[who].ask(address, method)) for who in WHO]
            yield " ".join(
                [f"{label:<{WIDTH}}", f"{method:<4}", *(f"{each:<15}" for each in answers)]
            )


def written(cast):
    head = " ".join([f"{'':<{WIDTH}}", f"{'':<4}", *(f"{who:<15}" for who in WHO)])
    return LEGEND + "\n".join(line.rstrip() for line in (head, *rows(cast))) + "\n"


@pytest.mark.asvs("8.2.1", "8.2.2", "8.3.1")
def test_t12_everybody_gets_in_where_the_table_says_and_nowhere_else(cast, request):
    now = written(cast)
    if request.config.getoption("--update"):
        GOLDEN.write_text(now)
    before = GOLDEN.read_text().splitlines()
    assert now.splitlines() == before, "If this is meant to be, write the table anew (--update)."


def test_a_stranger_and_staff_see_nothing_of_the_members_space():
    """Reads the table itself, so that an update by mistake does not open a door unseen."""
    lines = [line for line in GOLDEN.read_text().splitlines() if not line.startswith("#")]
    people = lines[0].split()
    assert people == list(WHO)
    for line in lines[1:]:
        label, answers = line[:WIDTH].strip(), line[WIDTH:].split()[1:]
        if label.startswith("/network/"):
            found = dict(zip(people, answers, strict=True))
            assert found["stranger"] == "302i", line
            for who in ("story-editor", "advocacy-editor", "data-officer", "admin"):
                assert found[who] == "403", line
            assert found["former"] == "302c", line
