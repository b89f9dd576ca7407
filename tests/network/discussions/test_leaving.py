"""What stays of a member's letters when she goes: as she chose, and never a link between rooms."""

import pytest

from network.discussions.models import Message
from network.members.erasure import erase
from tests.network.discussions.making import address, make_member, make_room, post
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms():
    return [make_room(), make_room("newcomers", name="Newcomers")]


@pytest.fixture
def reader():
    return sign_in(make_member("bea"))


def test_her_letters_stay_without_her_name_and_no_two_rooms_share_a_mark(rooms, reader):
    ada = make_member("ada", name="Ada of the river")
    before = [post(ada, room, "a letter that helped").mark for room in rooms for _ in range(2)]
    assert len(set(before)) == 2
    erase(by=ada, member=ada, takes_words_along=False)
    for room in rooms:
        page = reader.get(address(room)).content.decode()
        assert "a letter that helped" in page
        assert "Ada of the river" not in page
        assert "Former member" in page
    after = set(Message.objects.values_list("mark", flat=True))
    assert after.isdisjoint(before)
    assert len(after) == 2
    assert not Message.objects.filter(author__isnull=False).exists()


def test_her_letters_go_with_her_when_she_wishes(rooms, reader):
    ada = make_member("ada")
    for room in rooms:
        post(ada, room, "a letter called CANARY")
    erase(by=ada, member=ada, takes_words_along=True)
    for room in rooms:
        for page in ("", "events/?since=0"):
            text = reader.get(address(room, page)).content.decode()
            assert "CANARY" not in text
            assert "Deleted by its author." in text
    assert not Message.objects.filter(sealed_body__isnull=False).exists()


def test_while_she_is_leaving_her_name_is_gone_at_once(rooms, reader):
    from network.privacy import actions

    ada = make_member("ada", name="Ada of the river")
    post(ada, rooms[0], "a letter")
    actions.close(by=ada)
    page = reader.get(address(rooms[0])).content.decode()
    assert "Ada of the river" not in page
    assert "Former member" in page
