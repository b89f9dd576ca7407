"""Listening: what a socket says and how it refuses, against a real server."""

import asyncio
import json
import time

import pytest
import websockets

from tests.network.discussions.live import Person, hear, say


@pytest.fixture
def ada(site):
    facts, server = site
    return Person(facts, 0, server)


@pytest.fixture
def bea(site):
    facts, server = site
    return Person(facts, 1, server)


def test_a_message_reaches_the_other_person_in_under_a_second(ada, bea):
    async def story():
        async with ada.listening() as socket:
            welcome = await hear(socket, "welcome")
            assert welcome == {"type": "welcome", "version": 1, "heartbeat": 30, "window": 50}
            await hear(socket, "sync")
            token = await asyncio.to_thread(bea.token)
            begun = time.monotonic()
            status, answer = await asyncio.to_thread(bea.post, "Good morning", None, token)
            assert status == 201
            event = await hear(socket, "event")
            assert time.monotonic() - begun < 1
            assert event["seq"] == answer["seq"]
            assert "Good morning" in event["html"]
            assert "client_id" not in event
            await say(socket, type="ping", n=7)
            assert (await hear(socket, "pong"))["heads"] == {ada.room: event["seq"]}

    asyncio.run(story())


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://localhost:9000"])
def test_a_page_of_another_site_cannot_listen(ada, origin):
    async def story():
        with pytest.raises(websockets.InvalidStatus) as refused:
            async with ada.connect(origin=origin):
                pass
        assert refused.value.response.status_code == 403

    asyncio.run(story())


def close_code(person, *frames, seconds=12, **options):
    async def story():
        async with person.connect(**options) as socket:
            for frame in frames:
                await socket.send(frame)
            said = []
            try:
                async with asyncio.timeout(seconds):
                    while True:
                        said.append(json.loads(await socket.recv()))
            except websockets.ConnectionClosed:
                pass
            return socket.close_code, said

    return asyncio.run(story())


def test_without_a_session_the_socket_says_so_and_closes(ada):
    code, said = close_code(ada, additional_headers={})
    assert (code, said) == (4401, [{"type": "bye", "code": 4401, "why": "no"}])


HELLO = json.dumps({"type": "hello", "rooms": []})


@pytest.mark.parametrize(
    "frames",
    [
        [b"\x00\x01"],
        ["not JSON"],
        ["[]"],
        ['{"type": "ping", "n": 1}'],
        ["[" * 100_00],
        ['{"type": "hello", "rooms": "all"}'],
        [HELLO, "x" * (16 * 1024 + 1)],
        [HELLO, *["nonsense"] * 5],
    ],
    ids=["binary", "text", "list", "no hello", "deep", "rooms", "large", "five times"],
)
def test_frames_that_make_no_sense_end_the_connection(ada, frames):
    code, said = close_code(ada, *frames)
    assert code == 4400
    assert said[-1]["type"] == "bye"


def test_too_many_frames_end_the_connection(ada):
    code, _said = close_code(ada, HELLO, *[json.dumps({"type": "ping", "n": 1})] * 200)
    assert code == 4429


def test_unknown_and_foreign_rooms_are_answered_alike(ada):
    async def story():
        async with ada.connect() as socket:
            await socket.send(HELLO)
            for room in ("A" * 22, "no-such-room"):
                await say(socket, type="subscribe", room=room, since=0)
                answer = await hear(socket, "error")
                assert answer == {"type": "error", "code": "no_room", "room": room}

    asyncio.run(story())


def test_a_fourth_socket_of_a_session_ends_the_first(bea):
    async def story():
        async with bea.listening() as first, bea.listening(), bea.listening():
            await hear(first, "sync")
            async with bea.listening():
                assert (await hear(first, "bye"))["code"] == 4409

    asyncio.run(story())
