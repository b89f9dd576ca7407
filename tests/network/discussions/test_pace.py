"""Sockets that are silent, do not read, come too quickly or grow old; and what an idle one costs."""

import asyncio
import contextlib
import json
import statistics
import time

import pytest
import websockets

from tests.network.discussions import live
from tests.network.discussions.live import Person, hear, say
from tests.network.discussions.raw import RawSocket
from tests.portal.serving import Colleague

QUICK = {"hello_within": 1, "ping_within": 3, "closed_window": 4, "sweep_every": 0.2}


@pytest.fixture
def serving(fresh_database, tmp_path):
    """Return a function that makes a context: a site with this pace."""

    def serve(people=3, **pace):
        return live.running(
            fresh_database, tmp_path, people=people, REDIS_URL="", SOCKET_PACE=json.dumps(pace)
        )

    return serve


async def the_end_of(socket, seconds=20):
    """Return (the last frame, the close code)."""
    last = None
    try:
        async with asyncio.timeout(seconds):
            async for text in socket:
                last = json.loads(text)
    except websockets.ConnectionClosed:
        pass
    return last, socket.close_code


def test_the_silent_are_let_go_and_who_pings_stays(serving):
    with serving(**QUICK) as (facts, [server]):
        ada, bea, carol = (Person(facts, number, server) for number in range(3))

        async def story():
            async with (
                ada.connect() as wordless,
                bea.listening() as silent,
                carol.listening() as pinging,
            ):
                ends = asyncio.gather(the_end_of(wordless), the_end_of(silent))
                for n in range(6):
                    await asyncio.sleep(1)
                    await say(pinging, type="ping", n=n)
                    assert (await hear(pinging, "pong"))["n"] == n
                return await ends

        wordless, silent = asyncio.run(story())
        assert wordless == ({"type": "bye", "code": 4400, "why": "hello"}, 4400)
        assert silent == ({"type": "bye", "code": 4408, "why": "silent"}, 4408)


def test_an_old_socket_is_asked_to_come_anew(serving):
    with serving(oldest=2, spread=0.5, sweep_every=0.2) as (facts, [server]):

        async def story():
            async with Person(facts, 0, server).listening() as socket:
                return await the_end_of(socket)

        assert asyncio.run(story()) == ({"type": "bye", "code": 4012, "why": "age"}, 4012)


def test_at_a_planned_restart_each_socket_is_told_when_to_come_back(serving):
    with serving() as (facts, [server]):

        async def story():
            people = [Person(facts, number, server) for number in range(3)]
            sockets = [await person.connect() for person in people for _ in range(2)]
            for socket in sockets:
                await say(socket, type="hello", rooms=[{"room": facts["room"], "since": 0}])
                await hear(socket, "sync")
            server.process.terminate()
            return await asyncio.gather(*(the_end_of(socket) for socket in sockets))

        ends = asyncio.run(story())
        bye = {"type": "bye", "code": 4012, "why": "restart", "retry": [0, 8000]}
        assert ends == [(bye, 4012)] * 6
        assert server.process.wait(10) is not None
        assert "Traceback" not in server.log()


def test_a_storm_is_let_in_a_few_each_second(serving):
    with serving(people=6, handshakes=4) as (facts, [server]):

        async def knock(number):
            async with Person(facts, number % 6, server).connect() as socket:
                with contextlib.suppress(websockets.ConnectionClosed):
                    await say(socket, type="hello", rooms=[])
                frame = json.loads(await socket.recv())
                if frame["type"] == "bye":
                    assert (await the_end_of(socket))[1] == 4013
                return frame

        async def story():
            begun = time.monotonic()
            first = await asyncio.gather(*(knock(number) for number in range(18)))
            took = time.monotonic() - begun
            await asyncio.sleep(1.2)
            return first, took, await knock(0)

        first, took, later = asyncio.run(story())
        welcome = [frame for frame in first if frame["type"] == "welcome"]
        sent_away = [frame for frame in first if frame["type"] == "bye"]
        assert 4 <= len(welcome) <= 4 * (1 + int(took))
        assert len(welcome) + len(sent_away) == 18
        assert sent_away
        for frame in sent_away:
            assert (frame["code"], frame["why"], frame["retry"]) == (
                4013,
                "overloaded",
                [1000, 15000],
            )
        assert later["type"] == "welcome"


SPEAK = """
from uuid import uuid4
from network.discussions import actions, limits
from network.discussions.models import Room
from network.members.models import User
limits.BURST = 10**6
room, by = Room.objects.get(public_id={room!r}), User.objects.get(pk={by})
for n in range({times}):
    actions.post(by=by, room=room, client_id=uuid4(), body="word " * 700)
"""


def test_fifty_sockets_that_never_read_cost_little_and_are_closed(serving):
    with (
        serving(people=20, closed_window=8, sweep_every=0.5) as (facts, [server]),
        Colleague(facts["env"]) as colleague,
    ):
        reader, writer = Person(facts, 18, server), Person(facts, 19, server)
        speak = SPEAK.format(room=facts["room"], by=writer.pk, times=100)
        assert colleague.run(speak) == ""

        async def reading(times):
            """Read everything; return the seconds that each of so many messages took to arrive."""
            took = []
            head = (await asyncio.to_thread(reader.events, 2**40))["head"]
            async with reader.listening(since=head) as socket:
                await hear(socket, "sync", 20)
                token = await asyncio.to_thread(writer.token)
                for _ in range(times):
                    begun = time.monotonic()
                    status, answer = await asyncio.to_thread(writer.post, "Hear me", None, token)
                    while status == 429:
                        await asyncio.sleep(1)
                        begun = time.monotonic()
                        status, answer = await asyncio.to_thread(
                            writer.post, "Hear me", None, token
                        )
                    while True:
                        frame = await hear(socket, "event", 20)
                        await say(socket, type="received", room=reader.room, seq=frame["seq"])
                        if frame["seq"] == answer["seq"]:
                            break
                    took.append(time.monotonic() - begun)
            return took

        asyncio.run(reading(3))
        alone = asyncio.run(reading(8))
        before = server.memory()
        idle = [
            RawSocket(Person(facts, number % 17, server), receive_buffer=4096)
            for number in range(50)
        ]
        for socket in idle:
            socket.say(type="hello", rooms=[{"room": facts["room"], "since": 1}])
        assert colleague.run(speak) == ""
        beside = asyncio.run(reading(4))
        growth = server.memory() - before
        assert growth < 20 * 1024 * 1024
        # Figures are for the bench; here only that nobody waits for them.
        assert statistics.median(beside) < max(1, 4 * statistics.median(alone))
        # The readers of nothing are let go: their connections end, most with the code to read.
        time.sleep(12)
        codes = []
        for socket in idle:
            heard = None
            while (said := _heard_of(socket)) is not None:
                heard = said
            codes.append(heard if isinstance(heard, int) else heard.get("code", "cut off"))
            socket.close()
        assert set(codes) <= {4408, "cut off"}
        assert server.memory() - before < 20 * 1024 * 1024


def _heard_of(socket):
    try:
        return socket.hear()
    except OSError:
        return None


def test_who_reads_and_never_says_so_is_told_4408(serving):
    with (
        serving(**QUICK | {"ping_within": 60}) as (facts, [server]),
        Colleague(facts["env"]) as colleague,
    ):
        speak = SPEAK.format(room=facts["room"], by=Person(facts, 1, server).pk, times=60)

        async def story():
            async with Person(facts, 0, server).listening() as socket:
                await hear(socket, "sync")
                assert await asyncio.to_thread(colleague.run, speak) == ""
                events = 0
                try:
                    async for text in socket:
                        frame = json.loads(text)
                        events += frame["type"] == "event"
                except websockets.ConnectionClosed:
                    pass
                return events, frame, socket.close_code

        events, last, code = asyncio.run(story())
        assert (last["why"], code) == ("slow", 4408)
        # 64 KiB of messages of 3,500 letters.
        assert 5 < events < 20


def test_an_idle_hour_of_a_visible_tab_costs_less_than_40_kilobytes(serving):
    pace = {"standing_every": 0.2, "sessions_every": 0.4, "heads_every": 0.1, "sweep_every": 0.1}
    with serving(**pace) as (facts, [server]):
        socket = RawSocket(Person(facts, 0, server))
        opening = socket.sent + socket.received
        socket.say(type="hello", rooms=[{"room": facts["room"], "since": 0}])
        assert [socket.hear()["type"] for _ in range(2)] == ["welcome", "sync"]
        opening = socket.sent + socket.received
        # As many looks as in the first quarter of an hour.
        time.sleep(15)
        for n in range(4):
            socket.say(type="ping", n=n)
            assert socket.hear()["type"] == "pong"
        pings = (socket.sent + socket.received - opening) / 4
        # One each thirty seconds, more or less; ping, pong and what acknowledges them have heads.
        hour = opening + 3600 / 30 * (pings + 4 * 52)
        print(f"opening {opening} B, ping and pong {pings:.0f} B, hour {hour:.0f} B")  # noqa: T201
        assert hour < 40 * 1024
        socket.close()
