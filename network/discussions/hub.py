"""One hub in each process: reads each room's log once and wakes the sockets that listen."""

import asyncio
import contextlib
import logging
import time
import weakref
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import redis.asyncio
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from network import doorbell
from network.discussions import log, standing
from network.discussions.models import RoomHead

RING = 500  # events of a room kept ready
BATCH = 200
HEADS_EVERY, STANDING_EVERY, SESSIONS_EVERY, SWEEP_EVERY = 1.5, 15, 60, 5
BACK_OFF = (0.5, 1, 2, 5, 10)

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
    if found := _hubs.get(asyncio.get_running_loop()):
        await asyncio.gather(
            *(socket.leave(4012, "restart", retry=[0, 8000]) for socket in list(found.sockets)),
            return_exceptions=True,
        )


class Feed:
    """What was read of one room: the latest events, and who listens."""

    def __init__(self, room, head):
        self.room, self.head = room, head
        self.ring = deque(maxlen=RING)
        self.sockets = set()
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
                self.ring.append(entry)
                self.head = entry.seq
        for socket in self.sockets:
            socket.wake.set()


class Hub:
    def __init__(self, loop):
        self.loop = loop
        self.feeds = {}
        self.sockets = set()
        self.tasks = set()
        # Few threads: order comes from the log, never from the pool.
        self.threads = ThreadPoolExecutor(max_workers=3, thread_name_prefix="hub")
        self.started_at = deque(maxlen=64)

    def start(self):
        doorbell.listen(self._heard)
        for work in (self._watch_heads, self._watch_standing, self._sweep):
            self.spawn(work())
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

        return await self.loop.run_in_executor(self.threads, run)

    # Rooms ---------------------------------------------------------------------------------------

    async def join(self, room, socket):
        """Register a socket with a room's feed and return the feed; its head is from now on kept."""
        feed = self.feeds.get(room.pk)
        if feed is None:
            head = await self.in_thread(log.head_of, room)
            feed = self.feeds.setdefault(room.pk, Feed(room, head))
        feed.sockets.add(socket)
        return feed

    def part(self, feed, socket):
        feed.sockets.discard(socket)
        if not feed.sockets and self.feeds.get(feed.room.pk) is feed:
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
        except DatabaseError as error:
            logger.warning("A room could not be read: %s", type(error).__name__)
        finally:
            feed.reading = None

    def _rows(self, feed):
        entries = log.rows(feed.room, since=feed.head, limit=BATCH)
        languages = {socket.reader.language for socket in list(feed.sockets)}
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
        else:
            for socket in [s for s in self.sockets if s.member_id == number]:
                self.spawn(socket.look_again())

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

    async def _watch_heads(self):
        """Look at the heads of all rooms with listeners, so that a lost ring costs two seconds."""
        while True:
            await asyncio.sleep(HEADS_EVERY)
            if not self.feeds:
                continue
            with contextlib.suppress(DatabaseError):
                for room_id, seq, epoch in await self.in_thread(_heads, list(self.feeds)):
                    if feed := self.feeds.get(room_id):
                        self._compare(feed, seq, epoch)

    def _compare(self, feed, seq, epoch):
        if epoch == feed.room.epoch and seq >= feed.head:
            self.refresh(feed, seq)
            return
        # A restored backup: every copy is thrown away.
        feed.room.epoch, feed.head, feed.wanted = epoch, seq, seq
        feed.ring.clear()
        for socket in list(feed.sockets):
            self.spawn(socket.begin_anew(feed))

    async def _watch_standing(self):
        """Look now and then at everybody's standing, whoever forgot to ring."""
        last_sessions = time.monotonic()
        while True:
            await asyncio.sleep(STANDING_EVERY)
            if not self.sockets:
                continue
            with contextlib.suppress(DatabaseError):
                found = await self.in_thread(standing.look, self._watched())
                for socket in list(self.sockets):
                    if not found.is_unchanged(socket):
                        self.spawn(socket.look_again())
            if time.monotonic() - last_sessions >= SESSIONS_EVERY:
                last_sessions = time.monotonic()
                for socket in list(self.sockets):
                    await socket.look_again()

    def _watched(self):
        return [
            standing.Watched(s.member_id, s.session_row, frozenset(s.cursors), s.reader.apart)
            for s in list(self.sockets)
        ]

    async def _sweep(self):
        while True:
            await asyncio.sleep(SWEEP_EVERY)
            now = time.monotonic()
            for socket in list(self.sockets):
                if reason := socket.is_due(now):
                    self.spawn(socket.leave(*reason))


def _heads(room_ids):
    heads = RoomHead.objects.filter(room__in=room_ids)
    return list(heads.values_list("room_id", "last_seq", "room__epoch"))
