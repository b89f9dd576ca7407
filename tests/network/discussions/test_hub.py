"""The hub of a process: rings, looks and joins that cross each other lose and reset nothing."""

import asyncio

import pytest

from network.contact import notices
from network.discussions import actions, hub, log
from tests.network.discussions.inside import Listener, member_client
from tests.network.discussions.making import make_member, make_room, post

KINDS = ["welcome", "sync"]


@pytest.fixture
def ada(committed):
    return make_member("ada")


@pytest.fixture
def bea(committed):
    return make_member("bea")


def kinds(listener):
    return [frame["type"] for frame in listener.frames if "type" in frame]


def test_a_look_at_the_heads_that_a_ring_overtook_resets_nobody(ada, bea, monkeypatch):
    room, client, real = make_room(), member_client(bea), hub._heads
    post(ada, room)

    def slow_look(room_ids):
        found = real(room_ids)
        if log.head_of(room) == 1:
            post(ada, room)  # it rings, and is read, while this answer is on its way
            asyncio.run(asyncio.sleep(0.5))
        return found

    monkeypatch.setattr(hub, "_heads", slow_look)

    async def story():
        listener = Listener(client, room)
        await listener.until(2)
        await asyncio.sleep(1)
        await listener.close()
        return listener

    assert kinds(asyncio.run(story())) == [*KINDS, "event"]


def test_who_knows_more_than_the_process_yet_keeps_her_copy(ada, bea, monkeypatch):
    room, first, second = make_room(), member_client(ada), member_client(bea)
    post(ada, room)
    monkeypatch.setattr(log.doorbell, "ring_room", lambda room_id, seq: None)

    async def story():
        early = Listener(first, room)
        await early.until(1)
        # Written at another process, whose ring was lost; she has read it on a page.
        await asyncio.to_thread(post, ada, room)
        late = Listener(second, room, since=2)
        await asyncio.sleep(1)
        for listener in (early, late):
            await listener.close()
        return early, late

    early, late = asyncio.run(story())
    assert kinds(late) == KINDS
    assert kinds(early) == [*KINDS, "event"]


def test_what_waits_in_the_ring_is_what_holds_now(ada, bea):
    """Who is behind gets from the process what she would get from the log."""
    room = make_room()
    first = post(ada, room, "first CANARY words")
    answer = post(bea, room, "an answer", reply_to=first.public_id)
    feed = hub.Feed(room, 0)
    feed.take(log.rows(room, since=0, limit=10))
    actions.edit(by=ada, message=first, rev=1, body="other words")
    actions.delete(by=bea, message=answer)
    feed.take(log.rows(room, since=2, limit=10))
    reader = log.reader_for(make_member("carol"), is_moderator=False)
    in_ring = log.frames(feed.after(0), reader, room)
    assert "CANARY" not in str(in_ring)
    assert in_ring == log.read(room, since=0, limit=10, reader=reader)["events"]


def test_a_notice_rings_at_an_open_page_and_says_nothing_else(ada, bea):
    room, client = make_room(), member_client(bea)

    async def story():
        listener = Listener(client, room)
        await listener.until(1)
        await asyncio.to_thread(notices.tell, member=bea, kind="joining.let_in")
        async with asyncio.timeout(10):
            while kinds(listener)[-1] != "notice":
                await asyncio.sleep(0.02)
        await listener.close()
        return listener

    post(ada, room)
    listener = asyncio.run(story())
    assert listener.frames[-1] == {"type": "notice"}
    assert kinds(listener) == [*KINDS, "notice"]
