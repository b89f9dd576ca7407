"""One open socket: it listens, and asks; nothing is written through it."""

import asyncio
import contextlib
import json
import random
import time
from collections import deque
from dataclasses import dataclass, field

from network.discussions import api, entrance, log
from network.discussions.hub import hub
from network.discussions.refusals import Refused

VERSION = 1
LARGEST_FRAME = 16 * 1024
HELLO_WITHIN, PING_WITHIN, CLOSED_WINDOW = 10, 90, 45
HEARTBEAT, WINDOW, WINDOW_BYTES = 30, 50, 64 * 1024
QUEUE = 32
FRAMES, FRAMES_WITHIN = 60, 10
OF_A_SESSION, OF_A_PERSON = 3, 6
HANDSHAKES_A_SECOND = 50
MOST_ROOMS = 20
MOST_BAD_FRAMES = 5
OLDEST = 4 * 60 * 60
CATCH_UP, FARTHEST = 100, 500


@dataclass
class Cursor:
    """How far one room was written to this socket."""

    feed: object
    seq: int
    # (number, bytes) of what was written and not yet received.
    open: deque = field(default_factory=deque)


class BadFrame(Exception):  # noqa: N818 - said of the frame
    pass


async def socket_application(scope, receive, send):
    """The ASGI application of /ws/v1/; its origin was compared before."""
    await Socket(scope, receive, send).run()


class Socket:
    def __init__(self, scope, receive, send):
        self.scope, self._receive, self._send = scope, receive, send
        self.session_key = entrance.session_key_of(scope)
        self.language = entrance.language_of(scope)
        self.hub = hub()
        self.cursors = {}
        self.wake = asyncio.Event()
        self.queue = asyncio.Queue(QUEUE)
        self.opened = self.pinged = time.monotonic()
        self.life = OLDEST + random.uniform(-1800, 1800)  # noqa: S311 - spreads reconnects
        self.greeted = self.ended = False
        self.closed_since = None
        self.bad_frames = 0
        self.visitor = None
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

    def is_due(self, now):
        """Return (code, why) when this socket has to go, else None."""
        if not self.greeted:
            return (4400, "hello") if now - self.opened > HELLO_WITHIN else None
        if now - self.pinged > PING_WITHIN:
            return 4408, "silent"
        if self.closed_since and now - self.closed_since > CLOSED_WINDOW:
            return 4408, "slow"
        return (4012, "age") if now - self.opened > self.life else None

    # Life -----------------------------------------------------------------------------------------

    async def run(self):
        await self._receive()  # websocket.connect
        await self._send({"type": "websocket.accept"})
        # A browser cannot read a refused handshake: every no comes as a frame.
        if await self._refused():
            return
        self.hub.sockets.add(self)
        await self._make_room()
        works = [asyncio.ensure_future(work()) for work in (self._hear, self._answer, self._write)]
        try:
            await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._forget()
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)

    async def _refused(self):
        now, begun = time.monotonic(), self.hub.started_at
        while begun and now - begun[0] > 1:
            begun.popleft()
        if len(begun) >= HANDSHAKES_A_SECOND:
            await self.leave(4013, "overloaded", retry=[1000, 15000])
            return True
        begun.append(now)
        found = await self.hub.in_thread(entrance.knock, self.session_key, self.language)
        if isinstance(found, int):
            await self.leave(found, "no")
            return True
        self.visitor = found
        return False

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
            self.hub.part(cursor.feed, self)
        self.cursors.clear()

    async def leave(self, code, why, retry=None):
        """Say why, in a frame that a browser can read, and close."""
        if self.ended:
            return
        self._forget()
        bye = {"type": "bye", "code": code, "why": why}
        await self._quietly(self._write_text(json.dumps(bye | ({"retry": retry} if retry else {}))))
        await self._quietly(self._send({"type": "websocket.close", "code": code}))
        self.wake.set()

    async def _quietly(self, sending):
        # The other side may be gone already.
        with contextlib.suppress(Exception):
            await sending

    async def look_again(self):
        """Ask the doors again: after a ring, and now and then."""
        if self.ended or self.visitor is None:
            return
        found = await self.hub.in_thread(entrance.enter, self.session_key, self.language)
        if isinstance(found, int):
            await self.leave(found, "no")
            return
        before, self.visitor = self.reader, found
        for cursor in list(self.cursors.values()):
            room = await self.hub.in_thread(found.room, cursor.feed.room.public_id)
            if room is None:
                await self._revoke(cursor, cursor.seq)
            elif await self.hub.in_thread(_looks_different, room, before, found.reader):
                await self._say(api.reset(room, cursor.feed.head, "view"))

    async def begin_anew(self, feed):
        """The numbers of a room began anew: tell it, and go on from its head."""
        if cursor := self.cursors.get(feed.room.pk):
            cursor.seq = feed.head
            cursor.open.clear()
            await self._say(api.reset(feed.room, feed.head, "epoch"))

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
                await self._do(_parse(text))
            except BadFrame:
                self.bad_frames += 1
                await self._say({"type": "error", "code": "bad_frame", "room": None})
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
            self._unsubscribe(_text(frame, "room"))
        elif kind == "received":
            self._received(_text(frame, "room"), _number(frame, "seq"))
        elif kind == "ping":
            await self._pong(frame)
        else:
            raise BadFrame

    async def _greet(self, frame):
        rooms = frame.get("rooms", [])
        if not isinstance(rooms, list) or len(rooms) > MOST_ROOMS:
            raise BadFrame
        self.greeted, self.pinged = True, time.monotonic()
        await self._say(
            {"type": "welcome", "version": VERSION, "heartbeat": HEARTBEAT, "window": WINDOW}
        )
        for wanted in rooms:
            if not isinstance(wanted, dict):
                raise BadFrame
            await self._subscribe(wanted)

    async def _subscribe(self, frame):
        public_id, since = _text(frame, "room"), _number(frame, "since")
        epoch = frame.get("epoch") or ""
        try:
            await self.hub.in_thread(entrance.count_subscription, self.visitor.member)
        except Refused:
            await self._say({"type": "error", "code": "rate_limited", "room": public_id})
            return
        room = await self.hub.in_thread(self.visitor.room, public_id)
        if room is None or len(self.cursors) >= MOST_ROOMS:
            await self._say({"type": "error", "code": "no_room", "room": public_id})
            return
        self._unsubscribe(public_id)
        await self._join(room, since, epoch if isinstance(epoch, str) else "")

    async def _join(self, room, since, epoch):
        # First the ring, then its head, then what is before: nothing can fall between.
        feed = await self.hub.join(room, self)
        if self.ended:
            self.hub.part(feed, self)
            return
        head = feed.head
        if why := api.why_reset(feed.room, since, epoch, head):
            await self._say(api.reset(feed.room, head, why))
            since = head
        elif since == 0:
            since = max(0, head - log.PAGE)
        elif head - since > FARTHEST:
            await self._say({"type": "gap", "room": room.public_id, "head": head})
            since = head
        since = await self._catch_up(feed.room, since, head)
        self.cursors[room.pk] = Cursor(feed, since)
        self.wake.set()

    async def _catch_up(self, room, since, head):
        first = True
        while since < head or first:
            limit = min(CATCH_UP, max(1, head - since))
            found = await self.hub.in_thread(
                log.read, room, since=since, limit=limit, reader=self.reader, head=head
            )
            await self._say(found)
            first, since = False, max(found["to"], since)
            if not found["more"]:
                break
        return since

    def _unsubscribe(self, public_id):
        for pk, cursor in list(self.cursors.items()):
            if cursor.feed.room.public_id == public_id:
                self.hub.part(cursor.feed, self)
                del self.cursors[pk]

    def _received(self, public_id, seq):
        for cursor in self.cursors.values():
            if cursor.feed.room.public_id == public_id:
                while cursor.open and cursor.open[0][0] <= seq:
                    cursor.open.popleft()
                self.closed_since = None
                self.wake.set()

    async def _pong(self, frame):
        self.pinged = time.monotonic()
        heads = {cursor.feed.room.public_id: cursor.feed.head for cursor in self.cursors.values()}
        await self._say({"type": "pong", "n": frame.get("n"), "heads": heads})

    # Writing to the other side ------------------------------------------------------------------------

    async def _write(self):
        """The one place that writes events: each room from its cursor, within the window."""
        while not self.ended:
            await self.wake.wait()
            self.wake.clear()
            for cursor in list(self.cursors.values()):
                await self._write_room(cursor)

    async def _write_room(self, cursor):
        feed = cursor.feed
        while cursor.seq < feed.head and not self.ended:
            if self._window_is_closed():
                self.closed_since = self.closed_since or time.monotonic()
                return
            if cursor.seq + 1 < feed.first:
                await self._far_behind(cursor)
                continue
            for entry in feed.after(cursor.seq):
                await self._write_entry(cursor, entry)
                if self.ended or self._window_is_closed():
                    break

    async def _far_behind(self, cursor):
        """The ring moved on while the window was closed: catch up from the log, or say so."""
        feed, head = cursor.feed, cursor.feed.head
        if head - cursor.seq > FARTHEST:
            await self._say({"type": "gap", "room": feed.room.public_id, "head": head})
            cursor.seq = head
        else:
            cursor.seq = await self._catch_up(feed.room, cursor.seq, head)

    async def _write_entry(self, cursor, entry):
        room = cursor.feed.room
        text = entry.ready_text(self.reader, room)
        if text is None:
            frame = await self.hub.in_thread(entry.frame_for, self.reader, room)
            text = json.dumps(frame or {"type": "skip", "room": room.public_id, "seq": entry.seq})
        cursor.seq = entry.seq
        cursor.open.append((entry.seq, len(text)))
        await self._write_text(text)
        if entry.kind == "member.left" and entry.member_id == self.member_id:
            await self._revoke(cursor, entry.seq)

    async def _revoke(self, cursor, seq):
        self._unsubscribe(cursor.feed.room.public_id)
        await self._say({"type": "revoked", "room": cursor.feed.room.public_id, "seq": seq})

    def _window_is_closed(self):
        events = bytes_ = 0
        for cursor in self.cursors.values():
            events += len(cursor.open)
            bytes_ += sum(size for _seq, size in cursor.open)
        return events >= WINDOW or bytes_ >= WINDOW_BYTES

    async def _say(self, frame):
        if not self.ended:
            await self._write_text(json.dumps(frame))

    async def _write_text(self, text):
        await self._send({"type": "websocket.send", "text": text})


def _looks_different(room, before, now):
    # Both as of this moment: who is blocked must not learn from a frame that somebody did so.
    return before != now and log.view_of(room, before) != log.view_of(room, now)


def _parse(text):
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrame from None
    if not isinstance(frame, dict):
        raise BadFrame
    return frame


def _text(frame, name):
    value = frame.get(name)
    if not isinstance(value, str) or not value or len(value) > 40:
        raise BadFrame
    return value


def _number(frame, name):
    value = frame.get(name, 0)
    if type(value) is not int or not 0 <= value < 2**62:
        raise BadFrame
    return value
