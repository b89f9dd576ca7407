"""Who reads what in a room: blocks, held posts, closed notes, and what was taken away."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from network import policy
from network.connections.models import Block
from network.discussions import actions, arranging, jobs, log
from network.discussions.models import Message, Room
from network.members import actions as member_actions
from network.members.models import User
from tests.network.discussions.making import address, make_chapter, make_member, make_room, post
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def bea():
    return make_member("bea")


@pytest.fixture
def moderator():
    member = make_member("mod", second_factor=True)
    member_actions.appoint(by=None, account=member, role="moderator")
    return User.objects.get(pk=member.pk)


def all_that(client, room):
    """Return everything that a person can get of a room."""
    pages = ["", "events/?since=0", "?after=0"]
    pages += [f"messages/{m.public_id}/" for m in Message.objects.filter(room=room)]
    answers = [client.get(address(room, page)) for page in pages]
    answers.append(client.post("/network/discussions/search/", {"words": "canary"}))
    return "".join(a.content.decode() for a in answers if a.status_code == 200)


@pytest.mark.parametrize("blocker", ["reader", "writer"])
def test_the_words_of_a_blocked_person_are_never_sent_either_way(ada, bea, blocker):
    room = make_room()
    post(ada, room, "words called CANARY")
    pair = (bea, ada) if blocker == "reader" else (ada, bea)
    Block.objects.create(by=pair[0], other=pair[1])
    client = sign_in(bea)
    assert "CANARY" not in all_that(client, room)
    assert client.get(address(room, "events/?since=0")).json()["events"] == [
        {"type": "skip", "room": room.public_id, "seq": 1}
    ]
    # The one who wrote sees her own words as before, and cannot tell.
    assert "CANARY" in all_that(sign_in(ada), room)


def test_a_first_post_is_held_for_a_moderator_and_then_stands_in_its_place(ada, bea, moderator):
    room = make_room("newcomers", name="Newcomers", first_posts_held=True)
    held = post(ada, room, "first words CANARY")
    assert held.state == "held"
    assert "CANARY" in all_that(sign_in(ada), room)
    assert "CANARY" not in all_that(sign_in(bea), room)
    client = sign_in(moderator)
    assert "CANARY" in all_that(client, room)
    answer = client.post(address(room, f"messages/{held.public_id}/approve/"))
    assert answer.status_code == 302
    events = sign_in(bea).get(address(room, "events/?since=1")).json()["events"]
    assert [(e["kind"], e["place"], "CANARY" in e["html"]) for e in events] == [
        ("message.restored", held.place, True)
    ]
    assert post(ada, room, "second words").state == "shown"


def test_only_moderators_let_held_messages_through(ada, bea):
    room = make_room("newcomers", name="Newcomers", first_posts_held=True)
    held = post(ada, room, "first words")
    for person in (ada, bea):
        client = sign_in(person)
        assert client.post(address(room, f"messages/{held.public_id}/approve/")).status_code == 404
        assert client.get(address(room, "rules/")).status_code == 404


def test_a_note_that_a_reader_keeps_closed_keeps_the_words_on_the_server(ada, bea):
    room = make_room()
    message = post(ada, room, "words called CANARY", content_notes=["violence"])
    actions.keep_closed(by=bea, notes=["violence"])
    client = sign_in(bea)
    for page in ("", "events/?since=0"):
        text = client.get(address(room, page)).content.decode()
        assert "CANARY" not in text
        assert "This message mentions violence." in text
    assert "CANARY" in client.get(address(room, f"messages/{message.public_id}/")).content.decode()


def test_the_earlier_text_of_an_edited_message_is_nowhere(ada, bea):
    room = make_room()
    message = post(ada, room, "old CANARY words")
    actions.edit(by=ada, message=message, rev=1, body="new words")
    for person in (ada, bea):
        text = all_that(sign_in(person), room)
        assert "CANARY" not in text
        assert "new words" in text


def test_an_answer_shows_its_parent_only_to_those_who_may_read_it(ada, bea):
    room = make_room()
    parent = post(ada, room, "parent CANARY line")
    carol = make_member("carol")
    post(carol, room, "an answer", reply_to=parent.public_id)
    assert all_that(sign_in(bea), room).count("CANARY") > 1
    Block.objects.create(by=bea, other=ada)
    text = all_that(sign_in(bea), room)
    assert "CANARY" not in text
    assert "A message that is not here any more" in text


def test_who_may_enter_is_one_rule_from_both_ends(ada, bea, moderator):
    kenya, ghana = make_chapter(), make_chapter("Ghana chapter")
    User.objects.filter(pk=ada.pk).update(chapter=kenya)
    member_actions.appoint(by=None, account=bea, role="council")
    make_member("waiting", standing="waiting")
    make_member("leaving", standing="closing", closing_on="2030-01-01")
    make_member("staff", standing="none")
    rooms = [
        make_room(),
        make_room("newcomers", name="Newcomers"),
        make_room("council", name="Council"),
        make_room("chapter", name="Kenya", chapter=kenya),
        make_room("chapter", name="Ghana", chapter=ghana),
        make_room("seats", name="Working group"),
    ]
    arranging.give_seat(by=moderator, room=rooms[-1], member=ada)
    inside = set()
    for account in User.objects.all():
        for room in rooms:
            sees = Room.objects.visible_to(account).filter(pk=room.pk).exists()
            may = User.objects.filter(policy.members_in(room), pk=account.pk).exists()
            assert sees == may, (account, room)
            inside |= {(account.handle, room.name)} if sees else set()
    assert ("ada", "Kenya") in inside
    assert ("ada", "Working group") in inside
    assert ("bea", "Council") in inside
    assert not {pair for pair in inside if pair[0] in {"waiting", "leaving", "staff"}}
    assert {pair for pair in inside if pair[1] == "Ghana"} == set()


def test_who_loses_a_seat_reads_nothing_after_it(ada, bea, moderator):
    room = make_room("seats", name="Working group")
    seat = arranging.give_seat(by=moderator, room=room, member=ada)
    arranging.give_seat(by=moderator, room=room, member=bea)
    client = sign_in(ada)
    assert client.get(address(room)).status_code == 200
    arranging.end_seat(by=moderator, seat=seat)
    post(bea, room, "after she left")
    for page in ("", "events/?since=0", "digest/"):
        assert client.get(address(room, page)).status_code == 404
    # The event that ended the seat is nobody else's business.
    events = sign_in(bea).get(address(room, "events/?since=0")).json()["events"]
    assert [event["type"] for event in events] == ["skip", "event"]


def test_pages_of_a_room_cost_the_same_whatever_is_in_it(ada, django_assert_max_num_queries):
    room = make_room()
    client = sign_in(ada)
    authors = [make_member(f"writer-{number}") for number in range(6)]
    for author in authors[:3]:
        post(author, room)
    client.get(address(room))
    for address_ in ("", "events/?since=0"):
        with django_assert_max_num_queries(20) as few:
            client.get(address(room, address_))
        for author in authors:
            for _ in range(2):
                post(author, room)
        with django_assert_max_num_queries(len(few.captured_queries)):
            client.get(address(room, address_))


def test_two_readers_of_the_same_log_get_the_same_digest_and_a_blocker_another(ada, bea):
    room = make_room()
    carol = make_member("carol")
    for person in (ada, bea, ada):
        post(person, room)
    digests = [
        sign_in(person).get(address(room, "digest/?upto=3")).json()["sha256"]
        for person in (ada, bea, carol)
    ]
    assert len(set(digests)) == 1
    Block.objects.create(by=carol, other=ada)
    assert sign_in(carol).get(address(room, "digest/")).json()["sha256"] != digests[0]


def test_a_copy_from_another_life_of_the_log_is_thrown_away(ada):
    room = make_room()
    post(ada, room)
    client = sign_in(ada)
    for query, why in (("since=0&epoch=other", "epoch"), ("since=99", "ahead")):
        answer = json.loads(client.get(address(room, f"events/?{query}")).content)
        assert (answer["type"], answer["why"], answer["head"]) == ("reset", why, 1)
    assert log.head_of(room) == 1


def test_what_a_room_has_forgotten_is_not_told_to_programs_or_quoted_by_answers(ada, bea):
    room = make_room(retention_days=7)
    old = post(ada, room, "CANARY of last week")
    answer = post(bea, room, "an answer", reply_to=old.public_id)
    # Due, and the job that takes it away has not come by yet.
    Message.objects.filter(pk=old.pk).update(posted_at=timezone.now() - timedelta(days=8))
    client = sign_in(bea)
    for rest in ("", "events/", f"messages/{answer.public_id}/"):
        assert "CANARY" not in client.get(address(room, rest)).content.decode()


def test_no_days_are_no_limit_to_the_job_that_forgets_either(ada):
    room = make_room(retention_days=0)
    post(ada, room, "still here")
    jobs.forget_messages(timezone.now() + timedelta(days=1))
    assert "still here" in sign_in(ada).get(address(room)).content.decode()
