"""One open socket: it listens, and asks; nothing is written through it."""

import asyncio
import contextlib
import json
import logging
import random
import time
from collections import deque

from django.db import Error as DatabaseFault

from network.discussions import api, entrance, log
from network.discussions.hub import hub
from network.discussions.incoming import BadFrame, number_in, parse, text_in
from network.discussions.pace import PACE
from network.discussions.refusals import Refused
from network.discussions.window import WINDOW, Cursor, Writer

VERSION = 1
LARGEST_FRAME = 16 * 1024
QUEUE = 32
FRAMES, FRAMES_WITHIN = 60, 10
OF_A_SESSION, OF_A_PERSON = 3, 6
MOST_ROOMS = 20
MOST_BAD_FRAMES = 5
SOON = [1000, 15000]  # milliseconds until somebody who was sent away may come back

logger = logging.getLogger(__name__)


async def socket_application(scope, receive, send):
    """The ASGI application of /ws/v1/; its origin was compared before."""
    await Socket(scope, receive, send).run()


class Socket:
    def __init__(self, scope, receive, send):
        self.scope, self._receive, self.send = scope, receive, send
        self.session_key = entrance.session_key_of(scope)
        self.language = entrance.language_of(scope)
        self.hub = hub()
        self.writer = Writer(self)
        self.cursors = self.writer.cursors
        self.queue = asyncio.Queue(QUEUE)
        self.opened = self.pinged = time.monotonic()
        self.life = PACE.oldest + random.uniform(-PACE.spread, PACE.spread)  # noqa: S311
        self.greeted = self.ended = False
        self.bad_frames = 0
        self.visitor = None
        # How often somebody doubted that she may be here, and which of these doubts are answered.
        self.doubts = self.answered = 0
        self._frames = deque(maxlen=FRAMES)

    # What others ask ------------------------------------------------------------------------------

    @property
    def member_id(self):
        return self.visitor.member.pk if self.visitor else None

    @property
    def session_row(self):
        return self.visitor.session_row

    @property
    def reader(self):
        return self.visitor.reader

    @property
    def is_settled(self):
        """Whether events may be written: the socket lives, and nobody doubts her right."""
        return not self.ended and self.doubts == self.answered

    def is_due(self, now):
        """Return (code, why) when this socket has to go, else None."""
        if not self.greeted:
            return (4400, "hello") if now - self.opened > PACE.hello_within else None
        if now - self.pinged > PACE.ping_within:
            return 4408, "silent"
        closed_since = self.writer.window.closed_since
        if closed_since and now - closed_since > PACE.closed_window:
            return 4408, "slow"
        return (4012, "age") if now - self.opened > self.life else None

    # Life -----------------------------------------------------------------------------------------

    async def run(self):
        await self._receive()  # websocket.connect
        await self.send({"type": "websocket.accept"})
        try:
            # A browser cannot read a refused handshake: every no comes as a frame.
            if await self._is_let_in():
                await self._live()
        except DatabaseFault as error:
            logger.warning("A socket is sent away: %s", type(error).__name__)
            await self.leave(4013, "unavailable", retry=SOON)
        finally:
            self._forget()

    async def _live(self):
        self.hub.sockets.add(self)
        await self._make_room()
        works = [
            asyncio.ensure_future(work()) for work in (self._hear, self._answer, self.writer.run)
        ]
        try:
            done, _others = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for work in done:
                work.result()
        finally:
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)

    async def _is_let_in(self):
        if self.hub.is_overloaded:
            await self.leave(4013, "overloaded", retry=SOON)
            return False
        self.hub.started_at.append(time.monotonic())
        found = await self.hub.in_thread(entrance.knock, self.session_key, self.language)
        if isinstance(found, int):
            await self.leave(found, "no")
            return False
        self.visitor = found
        return True

    async def _make_room(self):
        mine = [s for s in self.hub.sockets if s.member_id == self.member_id]
        mine.sort(key=lambda socket: socket.opened)
        same = [s for s in mine if s.session_row == self.session_row]
        for surplus in {*mine[:-OF_A_PERSON], *same[:-OF_A_SESSION]}:
            await surplus.leave(4409, "others")

    def _forget(self):
        self.ended = True
        self.hub.sockets.discard(self)
        for cursor in self.cursors.values():
            self.hub.part(cursor.feed, self.writer)
        self.cursors.clear()

    async def leave(self, code, why, retry=None):
        """Say why, in a frame that a browser can read, and close."""
        if self.ended:
            return
        self._forget()
        bye = {"type": "bye", "code": code, "why": why}
        # The other side may be gone already.
        with contextlib.suppress(Exception):
            await self.writer.write(json.dumps(bye | ({"retry": retry} if retry else {})))
            await self.send({"type": "websocket.close", "code": code})
        self.writer.wake.set()

    def doubt(self):
        """Write nothing more until the doors were asked again. Why is not said: a block is silent."""
        self.doubts += 1
        self.hub.spawn(self._ask_again(self.doubts))

    async def look(self):
        """Ask the doors again, and go on writing meanwhile."""
        await self._ask_again(self.doubts)

    async def _ask_again(self, doubt):
        if self.ended or self.visitor is None:
            return
        try:
            found = await self.hub.in_thread(entrance.enter, self.session_key, self.language)
            if isinstance(found, int):
                await self.leave(found, "no")
                return
            ids = [cursor.feed.room.public_id for cursor in self.cursors.values()]
            rooms = {one: await self.hub.in_thread(found.room, one) for one in ids}
            changed = await self.hub.in_thread(_changed, rooms, self.reader, found.reader)
        except DatabaseFault:
            return  # the doubt stays, nothing is written, and the next look asks again
        if doubt >= self.answered:
            await self._settle(found, rooms, changed, doubt)

    async def _settle(self, found, rooms, changed, doubt):
        self.visitor, self.answered = found, doubt
        for cursor in list(self.cursors.values()):
            public_id = cursor.feed.room.public_id
            if rooms.get(public_id, cursor.feed.room) is None:
                await self.revoke(cursor, cursor.seq)
            elif public_id in changed or public_id not in rooms:
                await self.say(api.reset(cursor.feed.room, cursor.feed.head, "view"))
        self.writer.wake.set()

    # Listening to the other side --------------------------------------------------------------------

    async def _hear(self):
        """Only parse into a short queue: what is slow is done by another task."""
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                self._forget()
                return
            text = message.get("text")
            if text is None or len(text.encode("utf-8", "replace")) > LARGEST_FRAME:
                await self.leave(4400, "frame")
                return
            if self._too_many() or self.queue.full():
                await self.leave(4429, "abuse")
                return
            self.queue.put_nowait(text)

    def _too_many(self):
        now = time.monotonic()
        many = len(self._frames) == FRAMES and now - self._frames[0] < FRAMES_WITHIN
        self._frames.append(now)
        return many

    async def _answer(self):
        while not self.ended:
            text = await self.queue.get()
            try:
                await self._do(parse(text))
            except BadFrame:
                self.bad_frames += 1
                await self.say({"type": "error", "code": "bad_frame", "room": None})
                if self.bad_frames >= MOST_BAD_FRAMES or not self.greeted:
                    await self.leave(4400, "frame")

    async def _do(self, frame):
        kind = frame.get("type")
        if not self.greeted:
            if kind != "hello":
                raise BadFrame
            await self._greet(frame)
        elif kind == "subscribe":
            await self._subscribe(frame)
        elif kind == "unsubscribe":
            self._unsubscribe(text_in(frame, "room"))
        elif kind == "received":
            self.writer.received(text_in(frame, "room"), number_in(frame, "seq"))
        elif kind == "ping":
            await self._pong(frame)
        else:
            raise BadFrame

    async def _greet(self, frame):
        rooms = frame.get("rooms", [])
        if not isinstance(rooms, list) or len(rooms) > MOST_ROOMS:
            raise BadFrame
        self.greeted, self.pinged = True, time.monotonic()
        welcome = {"type": "welcome", "version": VERSION, "heartbeat": PACE.heartbeat}
        await self.say(welcome | {"window": WINDOW})
        for wanted in rooms:
            if not isinstance(wanted, dict):
                raise BadFrame
            await self._subscribe(wanted)

    async def _subscribe(self, frame):
        public_id, since = text_in(frame, "room"), number_in(frame, "since")
        epoch, doubts = frame.get("epoch") or "", self.doubts
        try:
            room = await self.hub.in_thread(entrance.ask_for, self.visitor, public_id)
        except Refused:
            await self.say({"type": "error", "code": "rate_limited", "room": public_id})
            return
        if room is None or len(self.cursors) >= MOST_ROOMS:
            await self.say({"type": "error", "code": "no_room", "room": public_id})
            return
        self._unsubscribe(public_id)
        await self._join(room, since, epoch if isinstance(epoch, str) else "")
        if self.doubts != doubts:
            self.doubt()  # what was asked above may not hold any more

    async def _join(self, room, since, epoch):
        # First the ring, then its head, then what is before: nothing can fall between.
        feed = await self.hub.join(room, self.writer, since)
        if self.ended:
            self.hub.part(feed, self.writer)
            return
        if why := api.why_reset(feed.room, since, epoch, feed.head):
            await self.say(api.reset(feed.room, feed.head, why))
            since = feed.head
        elif since == 0:
            since = max(0, feed.head - log.PAGE)
        self.cursors[room.pk] = Cursor(feed, since)
        self.writer.wake.set()

    def _unsubscribe(self, public_id):
        for pk, cursor in list(self.cursors.items()):
            if cursor.feed.room.public_id == public_id:
                self.hub.part(cursor.feed, self.writer)
                del self.cursors[pk]

    async def _pong(self, frame):
        self.pinged = time.monotonic()
        heads = {cursor.feed.room.public_id: cursor.feed.head for cursor in self.cursors.values()}
        await self.say({"type": "pong", "n": frame.get("n"), "heads": heads})

    async def revoke(self, cursor, seq):
        """Tell that a room is closed to her now; nothing of it follows."""
        self._unsubscribe(cursor.feed.room.public_id)
        await self.say({"type": "revoked", "room": cursor.feed.room.public_id, "seq": seq})

    async def say(self, frame):
        if not self.ended:
            await self.writer.write(json.dumps(frame))


def _changed(rooms, before, now):
    """Return the ids of the rooms that look different to her now; a block by who is unheard changes none."""
    if before == now:
        return set()
    seen = [room for room in rooms.values() if room is not None]
    return {r.public_id for r in seen if log.view_of(r, before) != log.view_of(r, now)}
