"""Nobody reads of others what the matrix does not give: every page, feed and API for every person."""

import pytest

from network.discussions.models import Room
from tests.network.golden.crawl import LETTERS, allowed, marks, overheard, route
from tests.network.golden.people import WHO


@pytest.mark.asvs("8.2.3", "14.2.6")
@pytest.mark.parametrize("who", WHO)
def test_t12_t19_nobody_meets_a_word_of_another_that_was_not_for_her(cast, who):
    visitor = cast[who]
    owners = {handle: other.account for handle, other in cast.items() if other.account}
    leaks, heard, opened = [], [], 0
    for address in route(visitor):
        response = visitor.ask(address)
        opened += response.status_code == 200
        told = f"{response.body} {dict(response.headers)}"
        leaks += [
            (address, handle, field)
            for handle, field in marks(told)
            if not allowed(visitor, handle, field, owners)
        ]
        heard += [(address, letter) for letter in overheard(visitor, told)]
    assert leaks == []
    assert heard == []
    assert opened > 10


def test_the_owner_does_meet_her_own_words(cast):
    """Else the test above would be content with a site that shows nothing."""
    mine = cast["member"].ask("/network/me/")
    assert ("member", "pseudonym") in marks(mine.body)
    assert ("member", "bio") in marks(mine.body)


def test_those_in_a_room_do_read_its_letters(cast):
    """As above: else nobody would overhear anything."""
    found = set()
    for room in Room.objects.all():
        body = cast["moderator"].ask(f"/network/discussions/{room.public_id}/").body
        found |= {name for beginning, name in LETTERS.items() if beginning in body}
    assert found == {"Leadership Council", "All members"}


def test_what_is_open_is_seen_by_those_to_whom_it_is_open(cast):
    from network.profiles.models import Profile

    page = Profile.objects.get(member__handle="member-open").public_id
    seen = marks(cast["member-ghana"].ask(f"/network/members/{page}/").body)
    assert ("member-open", "bio") in seen
    for who in ("stranger", "admin", "story-editor", "applicant", "former"):
        assert not marks(cast[who].ask(f"/network/members/{page}/").body)


def test_a_canary_is_told_by_its_owner():
    text = "CANARY-member-open-bio canary-member@example.org CANARY-member-safe-contact: x"
    assert marks(text) == {
        ("member-open", "bio"),
        ("member", ""),
        ("member", "safe-contact"),
    }
