"""What is written to one socket: each room from its cursor, never more than the reader takes in."""

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass

from network.discussions import api, log

WINDOW, WINDOW_BYTES = 50, 64 * 1024
FARTHEST = 500


@dataclass
class Cursor:
    """How far one room was written to this socket."""

    feed: object
    seq: int
    # Nothing was said of this room yet: it begins with a `sync`.
    is_fresh: bool = True


class Window:
    """What was written and not yet received; it outlives the cursor of a room, which may come back."""

    def __init__(self):
        self.open = {}
        self.events = self.bytes = 0
        self.closed_since = None

    @property
    def is_closed(self):
        return self.events >= WINDOW or self.bytes >= WINDOW_BYTES

    def wrote(self, room_id, seq, events, size):
        self.open.setdefault(room_id, []).append((seq, events, size))
        self._count(events, size)

    def received(self, room_id, seq):
        """Take what the other side has up to `seq` off the count."""
        kept = []
        for written in self.open.pop(room_id, ()):
            if written[0] > seq:
                kept.append(written)
            else:
                self._count(-written[1], -written[2])
        if kept:
            self.open[room_id] = kept

    def _count(self, events, size):
        self.events += events
        self.bytes += size
        if not self.is_closed:
            self.closed_since = None
        elif self.closed_since is None:
            self.closed_since = time.monotonic()


class Writer:
    """The one place that writes events to a socket."""

    def __init__(self, socket):
        self.socket = socket
        self.window = Window()
        self.cursors = {}
        self.wake = asyncio.Event()

    async def run(self):
        while not self.socket.ended:
            await self.wake.wait()
            self.wake.clear()
            for cursor in list(self.cursors.values()):
                await self._write_room(cursor)

    def received(self, room_id, seq):
        self.window.received(room_id, seq)
        self.wake.set()

    async def begin_anew(self, feed):
        """The numbers of a room began anew: tell it, and go on from its head."""
        if cursor := self.cursors.get(feed.room.pk):
            cursor.seq = feed.head
            await self.socket.say(api.reset(feed.room, feed.head, "epoch"))

    def _may_write(self, cursor):
        stands = self.cursors.get(cursor.feed.room.pk) is cursor
        return stands and self.socket.is_settled and not self.window.is_closed

    async def _write_room(self, cursor):
        feed = cursor.feed
        while (cursor.is_fresh or cursor.seq < feed.head) and self._may_write(cursor):
            if cursor.is_fresh or cursor.seq + 1 < feed.first:
                await self._catch_up(cursor)
                continue
            for entry in feed.after(cursor.seq):
                if entry.seq != cursor.seq + 1 or not self._may_write(cursor):
                    break
                await self._write_entry(cursor, entry)

    async def _catch_up(self, cursor):
        """Write what the ring has no more from the log, a page that fits into the window."""
        feed, room = cursor.feed, cursor.feed.room
        head = max(feed.head, cursor.seq)
        if head - cursor.seq > FARTHEST:
            await self.socket.say({"type": "gap", "room": room.public_id, "head": head})
            cursor.seq = head
        since, reader = cursor.seq, self.socket.reader
        found, text = await self.socket.hub.in_thread(_page, room, since, head, reader)
        # The room may be gone from this socket, or begin anew, while the log was read.
        if not self._may_write(cursor) or cursor.seq != since:
            return
        cursor.is_fresh, cursor.seq = False, found["to"]
        self.window.wrote(room.public_id, found["to"], len(found["events"]), len(text))
        await self.write(text)
        if found["more"] and found["to"] == since:
            cursor.seq = head
            await self.socket.say(api.reset(room, head, "purged"))

    async def _write_entry(self, cursor, entry):
        room, reader = cursor.feed.room, self.socket.reader
        text = entry.ready_text(reader)
        if text is None:
            frame = await self.socket.hub.in_thread(entry.frame_for, reader, room)
            if not self._may_write(cursor) or cursor.seq != entry.seq - 1:
                return
            text = json.dumps(frame or log.skip(room, entry.seq))
        cursor.seq = entry.seq
        self.window.wrote(room.public_id, entry.seq, 1, len(text))
        await self.write(text)
        if entry.kind == "member.left" and entry.member_id == reader.member_id:
            await self.socket.revoke(cursor, entry.seq)

    async def write(self, text):
        # The other side may be gone already; then its farewell is on the way.
        with contextlib.suppress(ConnectionError):
            await self.socket.send({"type": "websocket.send", "text": text})


def _page(room, since, head, reader):
    limit = min(WINDOW, max(1, head - since))
    found = log.read(room, since=since, limit=limit, reader=reader, head=head)
    found = log.cut(found, WINDOW_BYTES)
    return found, json.dumps(found)
