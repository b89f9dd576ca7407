"""Many sockets in one process of their own, read with as little work as can be.

Our own reader of frames: a library's client takes more processor time for each frame than the
server that is to be measured.
"""

import asyncio
import base64
import collections
import json
import os
import random
import resource
import statistics
import sys
import time

RECEIVED_EVERY, PING_EVERY = 25, 30
TEXT, CLOSE, PING, PONG = 0x81, 0x88, 0x89, 0x8A


class Listener(asyncio.Protocol):
    """One socket: shakes hands, says hello where the server wants one, counts events."""

    def __init__(self, crowd, number, port, cookie):
        self.crowd, self.number, self.port, self.cookie = crowd, number, port, cookie
        self.is_open = self.is_live = self.waits_for_close = False
        self.rest, self.events, self.wait = b"", 0, None
        self.pinging = None

    def connection_made(self, transport):
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET {self.crowd.path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
            f"Cookie: {self.cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )

    def data_received(self, data):
        data = self.rest + data if self.rest else data
        if not self.is_open:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self.rest = head
                return
            if b" 101 " not in head[:20]:
                self.crowd.errors["handshake"] += 1
                self.transport.abort()
                return
            self.is_open = True
            if self.crowd.hello:
                room = {"room": self.crowd.hello, "since": self.crowd.seq}
                self.say({"type": "hello", "rooms": [room]})
            else:
                self.become_live()
        self.rest = self.read(data)

    def read(self, data):
        """Take all whole frames and return what is left over."""
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size >= 126:
                start += 2 if size == 126 else 8
                if end < start:
                    break
                size = int.from_bytes(data[at + 2 : start], "big")
            if start + size > end:
                break
            self.take(data[at], data, start, start + size)
            at = start + size
        return data[at:]

    def take(self, kind, data, start, end):
        if kind == TEXT:
            if data.find(b'"event"', start, start + 18) > 0:
                self.take_event(data, start, end)
            elif data.find(b'"sync"', start, start + 18) > 0:
                self.take_sync(json.loads(data[start:end]))
            elif data.find(b'"bye"', start, start + 18) > 0:
                self.take_bye(json.loads(data[start:end]))
        elif kind == PING:
            self.write(PONG, data[start:end])
        elif kind == CLOSE:
            self.write(CLOSE, data[start : start + 2])

    def take_event(self, data, start, end):
        crowd = self.crowd
        self.events += 1
        crowd.count += 1
        crowd.bytes += end - start
        now = time.monotonic()
        if crowd.first is None:
            crowd.first = now
        crowd.last = now
        if crowd.times:
            at = data.find(b"stamp", start, end) + 5
            crowd.delays.append(now - float(data[at : data.index(b"e", at)]))
        if crowd.hello and self.events % RECEIVED_EVERY == 0:
            at = data.index(b'"seq":', start, end) + 6
            crowd.seq = int(data[at : data.index(b",", at)])
            self.say({"type": "received", "room": crowd.hello, "seq": crowd.seq})

    def take_sync(self, page):
        self.say({"type": "received", "room": page["room"], "seq": page["to"]})
        if not self.is_live:
            self.become_live()

    def take_bye(self, bye):
        self.crowd.errors[f"bye {bye['code']}"] += 1
        if retry := bye.get("retry"):
            self.wait = random.uniform(*retry) / 1000

    def become_live(self):
        self.is_live = True
        self.crowd.live += 1
        if self.crowd.hello:
            self.ping()

    def ping(self):
        self.say({"type": "ping", "n": 1})
        self.pinging = asyncio.get_running_loop().call_later(PING_EVERY, self.ping)

    def say(self, frame):
        self.write(TEXT, json.dumps(frame).encode())

    def write(self, kind, payload):
        # A mask of zeros is a mask.
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        self.transport.write(bytes([kind]) + length + b"\0\0\0\0" + payload)

    def connection_lost(self, problem):
        if self.pinging:
            self.pinging.cancel()
        if self.is_live:
            self.crowd.live -= 1
        self.crowd.lost(self)


class Crowd:
    """All sockets of this process."""

    def __init__(self):
        self.members, self.speakers = {}, {}
        self.live = 0
        self.errors = collections.Counter()
        self.path = self.hello = None
        self.returning = set()
        self.expect(0)

    def expect(self, events, times=False):
        self.expected, self.times = events, times
        self.count = self.bytes = 0
        self.first = self.last = None
        self.delays = []
        self.busy, self.since = used(), time.monotonic()

    async def connect(self, number, port, cookie):
        loop = asyncio.get_running_loop()
        try:
            made = await loop.create_connection(
                lambda: Listener(self, number, port, cookie), "127.0.0.1", port
            )
        except OSError:
            return None
        return made[1]

    async def open(self, people, path, hello=None, since=0, pace=400):
        """Open a socket for each [port, cookie], so many a second; `hello` is a room's id."""
        self.path, self.hello, self.seq = path, hello, since
        begun, wanted = time.monotonic(), self.live + len(people)
        for turn, (port, cookie) in enumerate(people):
            await asyncio.sleep(max(0, begun + turn / pace - time.monotonic()))
            number = len(self.members)
            self.members[number] = await self.connect(number, port, cookie)
        return await self.all_live(wanted, 90)

    async def all_live(self, wanted, seconds):
        begun = time.monotonic()
        while self.live < wanted and time.monotonic() - begun < seconds:
            await asyncio.sleep(0.02)
        answer = {"live": self.live, "seconds": time.monotonic() - begun}
        answer["errors"] = dict(self.errors)
        self.errors.clear()
        return answer

    def lost(self, listener):
        if self.hello and listener.number in self.members:
            task = asyncio.ensure_future(self.come_back(listener))
            self.returning.add(task)
            task.add_done_callback(self.returning.discard)

    async def come_back(self, listener):
        """As the page does it: full jitter that grows, or the time that the server named."""
        wait, tries = listener.wait, 0
        while True:
            await asyncio.sleep(random.uniform(0, min(30, 2**tries)) if wait is None else wait)
            made = await self.connect(listener.number, listener.port, listener.cookie)
            if made:
                self.members[listener.number] = made
                return
            wait, tries = None, tries + 1

    async def await_return(self, seconds):
        return await self.all_live(len(self.members), seconds)

    async def speak(self, ports, path, frames, interval=0, size=300):
        """Send messages of `size` bytes to each port, for servers that pass on what one says."""
        for port in ports:
            if port not in self.speakers:
                self.path, path_before = path, self.path
                self.speakers[port] = await self.connect(None, port, "")
                while not self.speakers[port].is_open:
                    await asyncio.sleep(0.01)
                self.live -= 1
                self.path = path_before
        begun = time.monotonic()
        for number in range(frames):
            await asyncio.sleep(max(0, begun + number * interval - time.monotonic()))
            text = f'{{"type": "event", "html": "stamp{time.monotonic():.6f}e'
            for port in ports:
                self.speakers[port].write(TEXT, f'{text:x<{size - 2}}"}}'.encode())

    async def set_expected(self, events, times=False):
        self.expect(events, times)

    async def result(self, patience=8):
        """Wait until all expected events are here, or nothing came for `patience` seconds."""
        begun = time.monotonic()
        while self.count < self.expected:
            if time.monotonic() - max(self.last or begun, begun) > patience:
                break
            await asyncio.sleep(0.02)
        found = {
            "count": self.count,
            "seconds": (self.last or 0) - (self.first or 0),
            "bytes": self.bytes / max(1, self.count),
            "busy": (used() - self.busy) / (time.monotonic() - self.since),
        }
        if len(self.delays) > 1:
            cuts = statistics.quantiles(self.delays, n=100)
            found |= {"p50": cuts[49] * 1000, "p95": cuts[94] * 1000, "p99": cuts[98] * 1000}
        return found

    async def go_deaf(self, number):
        """Stop reading in the last `number` sockets."""
        for listener in list(self.members.values())[-number:]:
            listener.transport.pause_reading()


def used():
    """Return the processor time of this process in seconds."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def main():
    crowd, loop = Crowd(), asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        what, arguments = json.loads(line)
        answer = await getattr(crowd, what)(**arguments)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
