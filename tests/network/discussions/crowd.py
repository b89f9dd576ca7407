"""Members who go on talking whatever happens, and keep the rules of the contract for clients."""

import asyncio
import contextlib
import http.client
import json
import random
import uuid

import websockets

from tests.network.discussions.live import Person, say

PATIENCE = 2.2  # seconds between two messages of one member
ODD = (OSError, http.client.HTTPException, websockets.WebSocketException, ValueError, TimeoutError)


class Copy:
    """What one client has of a room: applied strictly in order."""

    def __init__(self):
        self.cursor, self.order, self.held = 0, [], {}

    def take(self, frame):
        """Apply a frame; tell whether something is missing before it."""
        if frame["seq"] <= self.cursor:
            return False
        if frame["type"] == "skip":
            self.cursor = frame["seq"]
            return False
        self.held[frame["seq"]] = frame
        while self.cursor + 1 in self.held:
            self.cursor += 1
            self.order.append((self.cursor, self.held.pop(self.cursor)["message"]))
        return bool(self.held)

    def sync(self, found):
        for frame in found["events"]:
            if frame["seq"] > self.cursor:
                self.cursor = frame["seq"]
                if frame["type"] == "event":
                    self.order.append((frame["seq"], frame["message"]))
        self.held = {seq: frame for seq, frame in self.held.items() if seq > self.cursor}

    def reset(self):
        self.__init__()


class Talker:
    """One member: writes, repeats what is uncertain with the same id, and listens."""

    def __init__(self, facts, number, servers, listens):
        self.at = [Person(facts, number, server) for server in servers]
        self.number, self.listens = number, listens
        self.copy, self.acknowledged, self.resets, self.reconnects = Copy(), {}, 0, 0
        self.writing, self.frames = True, 0

    def _person(self):
        return random.choice(self.at)

    async def live(self):
        """Write and listen until cancelled."""
        await asyncio.gather(self._write(), self._listen() if self.listens else self._poll())

    async def _write(self):
        token = None
        await asyncio.sleep(random.random() * PATIENCE)
        while self.writing:
            client_id, body = uuid.uuid4(), f"{self.number} says {uuid.uuid4()}"
            while True:
                try:
                    person = self._person()
                    token = token or await asyncio.to_thread(person.token)
                    status, answer = await asyncio.to_thread(person.post, body, client_id, token)
                except (*ODD, StopIteration, RuntimeError):
                    status, answer = 0, None
                if status in {200, 201}:
                    self.acknowledged[str(client_id)] = (
                        answer["seq"],
                        answer["message"]["message"],
                    )
                    break
                # Uncertain, or too quick: the same again, with the same id.
                await asyncio.sleep(0.5 + random.random())
            await asyncio.sleep(PATIENCE)

    async def _fetch(self):
        more = True
        while more:
            found = await asyncio.to_thread(self._person().events, self.copy.cursor)
            if found["type"] == "reset":
                self.copy.reset()
                self.resets += 1
                continue
            self.copy.sync(found)
            more = found["more"]

    async def _poll(self):
        while True:
            with contextlib.suppress(*ODD, KeyError):
                await self._fetch()
            await asyncio.sleep(1)

    async def _listen(self):
        while True:
            with contextlib.suppress(*ODD, KeyError):
                await self._hear()
            self.reconnects += 1
            await asyncio.sleep(random.random() * 2)

    async def _hear(self):
        person = self._person()
        async with person.connect(open_timeout=5, close_timeout=1) as socket:
            room = {"room": person.room, "since": self.copy.cursor}
            await say(socket, type="hello", rooms=[room])
            pinging = asyncio.ensure_future(self._ping(socket))
            try:
                async for text in socket:
                    await self._hear_frame(socket, json.loads(text))
            finally:
                pinging.cancel()

    async def _hear_frame(self, socket, frame):
        kind = frame["type"]
        if kind == "sync":
            self.copy.sync(frame)
        elif kind in {"event", "skip"} and self.copy.take(frame):
            await self._fetch()
        elif kind in {"reset", "gap"}:
            self.resets += 1
            self.copy.reset()
            await self._fetch()
        elif kind == "pong" and any(head > self.copy.cursor for head in frame["heads"].values()):
            await self._fetch()
        self.frames += 1
        if kind == "sync" or self.frames % 10 == 0:
            await say(socket, type="received", room=self.at[0].room, seq=self.copy.cursor)

    async def _ping(self, socket):
        with contextlib.suppress(websockets.WebSocketException):
            while True:
                await asyncio.sleep(2)
                await say(socket, type="ping", n=self.copy.cursor)


async def talk_through(talkers, trouble):
    """Let all talk while `trouble()` happens, then let them come to rest."""
    lives = [asyncio.ensure_future(talker.live()) for talker in talkers]
    await asyncio.sleep(3)
    await trouble()
    await asyncio.sleep(3)
    for talker in talkers:
        talker.writing = False
    try:
        async with asyncio.timeout(90):
            while not await asyncio.to_thread(_at_rest, talkers):
                assert not [life.exception() for life in lives if life.done()]
                await asyncio.sleep(1)
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)


def _at_rest(talkers):
    try:
        head = talkers[0]._person().events(2**40)["head"]
    except (*ODD, KeyError):
        return False
    acknowledged = max(seq for one in talkers for seq, _message in one.acknowledged.values())
    return head >= acknowledged and all(one.copy.cursor == head for one in talkers)


def prove_nothing_lost_or_doubled(talkers):
    """Acknowledged is stored, once; every copy and every digest is the same."""
    orders = {tuple(talker.copy.order) for talker in talkers}
    assert len(orders) == 1
    order = orders.pop()
    assert [seq for seq, _message in order] == list(range(1, len(order) + 1))
    acknowledged = [place for talker in talkers for place in talker.acknowledged.values()]
    assert len(acknowledged) > 0
    assert set(acknowledged) <= set(order)
    assert len(set(acknowledged)) == len(acknowledged)
    assert len({message for _seq, message in order}) == len(order)
    # In their own words: none twice.
    words = []
    since, more = 0, True
    while more:
        found = talkers[0].at[0].events(since)
        words += [event["html"].partition(" says ")[2][:36] for event in found["events"]]
        since, more = found["to"], found["more"]
    assert len(words) == len(set(words)) == len(order)
    digests = set()
    for talker in talkers:
        for person in talker.at:
            path = f"/network/discussions/{person.room}/digest/?upto={len(order)}"
            digests.add(person.request("GET", path)[1])
    assert len(digests) == 1
