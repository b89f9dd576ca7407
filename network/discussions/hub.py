"""One hub in each process: reads each room's log once and wakes the sockets that listen."""

import asyncio
import logging
import time
import weakref
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import redis.asyncio
from django.conf import settings
from django.db import Error as DatabaseFault
from django.db import close_old_connections

from network import doorbell
from network.discussions import log, standing
from network.discussions.models import Event, RoomHead
from network.discussions.pace import PACE

RING = 500  # events of a room kept ready
BATCH = 200
BACK_OFF = (0.5, 1, 2, 5, 10)
# Seconds in which the last frames of a process that ends reach the wire.
FAREWELL = 0.3

logger = logging.getLogger(__name__)
_hubs = weakref.WeakKeyDictionary()


def hub():
    """Return the hub of the running loop, started; servers have no moment of start to hook into."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(loop)
        _hubs[loop].start()
    return _hubs[loop]


async def say_goodbye():
    """Tell all sockets of this process that it restarts, spread over the seconds after."""
    found = _hubs.get(asyncio.get_running_loop())
    if found and found.sockets:
        goodbyes = (s.leave(4012, "restart", retry=[0, 8000]) for s in list(found.sockets))
        await asyncio.gather(*goodbyes, return_exceptions=True)
        await asyncio.sleep(FAREWELL)


class Feed:
    """What was read of one room: the latest events, and who listens."""

    def __init__(self, room, head):
        self.room, self.head = room, head
        self.ring = deque(maxlen=RING)
        self.listeners = set()
        self.wanted = head
        self.reading = None

    @property
    def first(self):
        """The number of the oldest event at hand; the next one to come when there is none."""
        return self.ring[0].seq if self.ring else self.head + 1

    def after(self, seq):
        """Return the entries at hand after `seq`, in order."""
        skipped = max(0, seq + 1 - self.first)
        return [self.ring[number] for number in range(skipped, len(self.ring))]

    def take(self, entries):
        for entry in entries:
            if entry.seq == self.head + 1:
                self._renew(entry)
                self.ring.append(entry)
                self.head = entry.seq
        for listener in self.listeners:
            listener.wake.set()

    def _renew(self, entry):
        # Who is behind must not get from the ring what was taken away meanwhile.
        if entry.message is not None and entry.kind != Event.Kind.POSTED:
            for earlier in self.ring:
                earlier.renew(entry.message)


class Hub:
    def __init__(self, loop):
        self.loop = loop
        self.feeds = {}
        self.sockets = set()
        self.tasks = set()
        # Few threads: order comes from the log, never from the pool.
        self.threads = ThreadPoolExecutor(max_workers=3, thread_name_prefix="hub")
        self.started_at = deque(maxlen=64)
        # Questions to the database that wait for a thread or have one.
        self.in_line = 0

    def start(self):
        doorbell.listen(self._heard)
        for seconds, look in (
            (PACE.heads_every, self._look_at_heads),
            (PACE.standing_every, self._look_at_standing),
            (PACE.sessions_every, self._look_at_sessions),
            (PACE.sweep_every, self._sweep),
        ):
            self.spawn(self._every(seconds, look))
        if settings.REDIS_URL:
            self.spawn(self._listen())

    def spawn(self, work):
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def in_thread(self, function, *arguments, **named):
        """Run a function that asks the database, and give the connection back."""

        def run():
            close_old_connections()
            try:
                return function(*arguments, **named)
            finally:
                close_old_connections()

        self.in_line += 1
        try:
            return await self.loop.run_in_executor(self.threads, run)
        finally:
            self.in_line -= 1

    @property
    def is_overloaded(self):
        """Whether new sockets come faster than the database answers: more would starve them all."""
        now = time.monotonic()
        while self.started_at and now - self.started_at[0] > 1:
            self.started_at.popleft()
        return len(self.started_at) >= PACE.handshakes or self.in_line >= PACE.line

    # Rooms ---------------------------------------------------------------------------------------

    async def join(self, room, listener, since):
        """Register with a room's feed and return it; it has then reached `since`, if the log did."""
        feed = self.feeds.get(room.pk)
        if feed is None:
            head = await self.in_thread(log.head_of, room)
            feed = self.feeds.setdefault(room.pk, Feed(room, head))
        feed.listeners.add(listener)
        if since > feed.head:
            # She read it on a page, before this process heard of it.
            self.refresh(feed, await self.in_thread(log.head_of, room))
            if feed.reading:
                await asyncio.wait([feed.reading])
        return feed

    def part(self, feed, listener):
        feed.listeners.discard(listener)
        if not feed.listeners and self.feeds.get(feed.room.pk) is feed:
            del self.feeds[feed.room.pk]

    def refresh(self, feed, upto):
        """Read a feed's room up to a number, one reading at a time."""
        feed.wanted = max(feed.wanted, upto)
        if feed.wanted > feed.head and feed.reading is None:
            feed.reading = self.spawn(self._read(feed))

    async def _read(self, feed):
        try:
            while feed.wanted > feed.head:
                entries = await self.in_thread(self._rows, feed)
                before = feed.head
                feed.take(entries)
                if feed.head == before:
                    break  # not committed here yet, or the numbers began anew: the poll comes again
        except DatabaseFault as error:
            logger.warning("A room could not be read: %s", type(error).__name__)
        finally:
            feed.reading = None

    def _rows(self, feed):
        entries = log.rows(feed.room, since=feed.head, limit=BATCH)
        languages = {listener.socket.language for listener in list(feed.listeners)}
        for entry in entries:
            entry.prepare(languages, feed.room)
        return entries

    # Being told ----------------------------------------------------------------------------------

    def _heard(self, kind, number, seq):
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._on_ring, kind, number, seq)

    def _on_ring(self, kind, number, seq):
        if kind == doorbell.ROOM:
            if feed := self.feeds.get(number):
                self.refresh(feed, seq)
            return
        for socket in [s for s in self.sockets if s.member_id == number]:
            if kind == doorbell.PERSON:
                socket.doubt()
            else:
                self.spawn(socket.say({"type": "notice"}))

    async def _listen(self):
        """Hear the rings of other processes; Redis may die and come back."""
        failures = 0
        while True:
            try:
                async with redis.asyncio.Redis.from_url(settings.REDIS_URL) as connection:
                    listening = connection.pubsub(ignore_subscribe_messages=True)
                    await listening.subscribe(doorbell.CHANNEL)
                    failures = 0
                    async for ring in listening.listen():
                        doorbell.heard(ring["data"].decode("ascii", "ignore"))
            except (redis.RedisError, OSError) as error:
                if not failures:
                    logger.warning("The doorbell cannot be heard: %s", type(error).__name__)
            await asyncio.sleep(BACK_OFF[min(failures, len(BACK_OFF) - 1)])
            failures += 1

    async def _every(self, seconds, look):
        """Look again and again, whatever happens: a watch that stopped would be missed by nobody."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await look()
            except DatabaseFault as error:
                logger.warning("A look failed: %s", type(error).__name__)
            except Exception:
                logger.exception("A look failed")

    async def _look_at_heads(self):
        """Look at the heads of all rooms with listeners, so that a lost ring costs two seconds."""
        known = {room_id: feed.head for room_id, feed in self.feeds.items()}
        if known:
            for room_id, seq, epoch in await self.in_thread(_heads, list(known)):
                if feed := self.feeds.get(room_id):
                    await self._compare(feed, seq, epoch, known[room_id])

    async def _compare(self, feed, seq, epoch, known):
        # Not with the present head: a ring may have moved it on since the question.
        if epoch == feed.room.epoch and seq >= known:
            self.refresh(feed, seq)
            return
        # A restored backup: every copy is thrown away.
        feed.room.epoch, feed.head, feed.wanted = epoch, seq, seq
        feed.ring.clear()
        for listener in list(feed.listeners):
            await listener.begin_anew(feed)

    async def _look_at_standing(self):
        """Look at everybody's standing, whoever forgot to ring."""
        if self.sockets:
            found = await self.in_thread(standing.look, self._watched())
            for socket in list(self.sockets):
                if not found.is_unchanged(socket):
                    socket.doubt()

    async def _look_at_sessions(self):
        # One after the other, and without doubt: all at once would keep everybody waiting.
        for socket in list(self.sockets):
            await socket.look()

    def _watched(self):
        return [
            standing.Watched(s.member_id, s.session_row, frozenset(s.cursors), s.reader.apart)
            for s in list(self.sockets)
        ]

    async def _sweep(self):
        now = time.monotonic()
        for socket in list(self.sockets):
            if reason := socket.is_due(now):
                self.spawn(socket.leave(*reason))
            elif not socket.is_settled:
                socket.doubt()


def _heads(room_ids):
    heads = RoomHead.objects.filter(room__in=room_ids)
    return list(heads.values_list("room_id", "last_seq", "room__epoch"))
