"""What was taken away is nowhere: no later frame, page, ring or line of a log holds a word of it."""

import asyncio
import json
import re
import time

import pytest

from tests.network.discussions import live
from tests.network.discussions.live import Person, hear, say
from tests.network.discussions.services import OwnRedis
from tests.portal.serving import Colleague

WAYS = ["edited", "deleted", "hidden", "removed"]
PACE = {"standing_every": 1, "heads_every": 0.5}
# What moderators do, until their own acts are there.
MODERATE = """
from network.discussions import log
from network.discussions.models import Event, Message
with log.writing():
    message = Message.objects.select_related("room").get(public_id={message!r})
    message.state, message.rev = {way!r}, message.rev + 1
    message.save()
    log.append(message.room, Event.Kind("message." + {way!r}), message=message)
"""


def word(way):
    return f"kanarie{way}"


def take_away(person, colleague, way, message):
    cookie, form_token = person.token()
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"s={person.cookie}; {cookie}",
        "X-CSRFToken": form_token,
        "Origin": live.ORIGIN,
    }
    path = f"/network/discussions/{person.room}/messages/{message}/"
    if way == "edited":
        sent = json.dumps({"rev": 1, "body": "other words"})
        assert person.request("POST", path + "edit/", sent, headers)[0] == 200
    elif way == "deleted":
        assert person.request("POST", path + "delete/", "{}", headers)[0] == 200
    else:
        assert colleague.run(MODERATE.format(message=message, way=way)) == ""


def pages_of(person, messages):
    base = f"/network/discussions/{person.room}/"
    paths = [base, f"{base}events/?since=0", f"{base}?after=0", "/network/discussions/"]
    paths += [f"{base}messages/{message}/" for message in messages]
    return "".join(person.request("GET", path)[1] for path in paths)


async def everything(socket, into, *, receiving):
    count = 0
    async for text in socket:
        into.append(text)
        frame = json.loads(text)
        count += 1
        if receiving and (frame["type"] == "sync" or count % 10 == 0):
            seq = frame.get("to", frame.get("seq"))
            await say(socket, type="received", room=frame["room"], seq=seq)


async def tell_of_taking_away(facts, server, colleague):
    """Post, let one read and one fall behind, take everything away; return what was sent afterwards."""
    ada, bea, carol = (Person(facts, number, server) for number in range(3))
    quick, behind = [], []
    async with bea.listening() as reading, carol.listening() as slow:
        await hear(slow, "sync")
        tasks = [asyncio.ensure_future(everything(reading, quick, receiving=True))]
        # She takes nothing in: the window closes, what comes next waits in the process.
        filler = (
            "for n in range(60): actions.post(by=filler, room=room, client_id=uuid4(), body='x')"
        )
        assert colleague.run(WITH_FILLER + filler) == ""
        messages = {}
        for way in WAYS:
            status, answer = await asyncio.to_thread(ada.post, f"Say {word(way)} now")
            assert status == 201
            messages[way] = answer["message"]["message"]
            reply = f"post(filler, room, 'An answer', reply_to={messages[way]!r})"
            assert colleague.run(WITH_FILLER + reply) == ""
        until = time.monotonic() + 20
        while word("removed") not in "".join(quick):
            assert time.monotonic() < until
            await asyncio.sleep(0.1)
        for way in WAYS:
            await asyncio.to_thread(take_away, ada, colleague, way, messages[way])
        await asyncio.sleep(2)
        seen, quick[:] = "".join(quick), []
        assert all(word(way) in seen for way in WAYS)
        tasks.append(asyncio.ensure_future(everything(slow, behind, receiving=True)))
        await say(slow, type="received", room=carol.room, seq=10**9)
        head = (await asyncio.to_thread(bea.events, 0))["head"]
        while not any(json.loads(t).get("seq") == head for t in behind[-1:]):
            assert time.monotonic() < until + 30, behind[-1:]
            await asyncio.sleep(0.1)
        for task in tasks:
            task.cancel()
    late = []
    async with bea.listening(since=1) as anew:
        tasks = [asyncio.ensure_future(everything(anew, late, receiving=True))]
        await asyncio.sleep(2)
        tasks[0].cancel()
    pages = [pages_of(person, messages.values()) for person in (ada, bea, carol)]
    return quick, behind, late, pages


WITH_FILLER = """
from uuid import uuid4
from network.discussions import actions, limits
from network.discussions.models import Room
from network.members.models import User
from tests.network.discussions.making import post
limits.BURST = 10**6
room, filler = Room.objects.get(), User.objects.get(handle="member-5")
"""


@pytest.fixture
def redis():
    own = OwnRedis()
    yield own
    own.kill()


def test_words_taken_away_reach_nobody_later_not_even_who_is_behind(fresh_database, tmp_path):
    more = {"SOCKET_PACE": json.dumps(PACE), "REDIS_URL": ""}
    with (
        live.running(fresh_database, tmp_path, people=6, **more) as (facts, [server]),
        Colleague(facts["env"]) as colleague,
    ):
        found = asyncio.run(tell_of_taking_away(facts, server, colleague))
        log = server.log()
    _quick, behind, late, _pages = found
    assert "An answer" in "".join(behind)
    assert "An answer" in "".join(late)
    for way in WAYS:
        for what in (*found, [log]):
            assert word(way) not in "".join(what)


@pytest.mark.services
def test_redis_carries_numbers_and_the_log_no_words_names_or_handles(
    fresh_database, redis, tmp_path
):
    more = {"SOCKET_PACE": json.dumps(PACE), "REDIS_URL": redis.url, "SHARED_CACHE": "1"}
    with (
        live.running(fresh_database, tmp_path, people=6, **more) as (facts, [server]),
        Colleague(facts["env"]) as colleague,
        redis.watched() as commands,
    ):
        asyncio.run(tell_of_taking_away(facts, server, colleague))
        assert colleague.run(WITH_FILLER + BLOCK) == ""
        time.sleep(1)
        log = server.log()
    published = [
        c.split(" ", 2)[2] for c in commands if c.upper().startswith("PUBLISH doorbell".upper())
    ]
    assert len(published) > 60
    for ring in published:
        assert re.fullmatch(r"r:\d+:\d+|[pn]:\d+:0", ring)
    everywhere = "\n".join(commands) + log
    for secret in ("kanarie", "An answer", "member-", "Name ", *WAYS, facts["room"]):
        assert secret not in everywhere
    for person in facts["people"]:
        assert person["cookie"] not in everywhere


BLOCK = """
from network import doorbell
from network.connections.blocking import block
by = User.objects.get(handle="member-1")
block(by=by, other=filler)
doorbell.ring_person(by.pk)
doorbell.ring_person(filler.pk)
"""


def test_nobody_can_tell_whether_a_silent_third_person_is_there(fresh_database, tmp_path):
    with live.running(fresh_database, tmp_path, people=6, REDIS_URL="") as (facts, [server]):
        ada, bea, carol = (Person(facts, number, server) for number in range(3))
        without = asyncio.run(observe(ada, bea))

        async def with_her():
            async with carol.listening() as third:
                await hear(third, "sync")
                await say(third, type="ping", n=1)
                await asyncio.to_thread(pages_of, carol, [])
                return await observe(ada, bea)

        assert asyncio.run(with_her()) == without


async def observe(ada, bea):
    """Return all that two people see in three seconds with one message, without what is random."""
    start = (await asyncio.to_thread(ada.events, 0))["head"]
    frames = {"ada": [], "bea": []}
    async with ada.listening(since=start) as first, bea.listening(since=start) as second:
        tasks = [
            asyncio.ensure_future(everything(first, frames["ada"], receiving=True)),
            asyncio.ensure_future(everything(second, frames["bea"], receiving=True)),
        ]
        await asyncio.sleep(1)
        # To a room of which both have read everything: the same number of messages each time.
        assert (await asyncio.to_thread(ada.post, "Is anybody there?"))[0] == 201
        await asyncio.sleep(2)
        for socket in (first, second):
            await say(socket, type="ping", n=1)
        await asyncio.sleep(1)
        for task in tasks:
            task.cancel()
    lists = await asyncio.to_thread(bea.request, "GET", "/network/discussions/")
    page = await asyncio.to_thread(bea.request, "GET", f"/network/discussions/{bea.room}/?before=1")
    seen = [*("\n".join(some) for some in frames.values()), lists[1], page[1]]
    return [_plain(text, start) for text in seen]


def _plain(text, start):
    """Leave out ids and tokens, and count from the number with which it began."""
    text = re.sub(
        r'"(seq|place|head|from|to)": (\d+)', lambda m: f"{m[1]} +{int(m[2]) - start}", text
    )
    text = re.sub(r'("[\w-]{22}": )(\d+)', lambda m: f"head +{int(m[2]) - start}", text)
    text = re.sub(r"data-place=\\?\"\d+|id=\\?\"m\d+|data-head=\"\d+", "number", text)
    text = re.sub(r"\b[mn]\d+\b|after=\d+", "number", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "uuid", text)
    text = re.sub(r"(csrfmiddlewaretoken\" value=\")\w+", r"\1", text)
    return re.sub(r"[\w-]{22,}", "id", text)
