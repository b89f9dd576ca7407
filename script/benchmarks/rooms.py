"""The hub of the rooms beside the chat of the Channels tutorial and a bare broadcaster."""

import contextlib
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.children import child
from benchmarks.http import verdict
from benchmarks.servers import free_port, prepare_tables, running, say

SOCKET = "/ws/v1/"
SIZE = 300
OF_A_SESSION = 3
# (listeners, messages of one burst to: bare broadcaster, tutorial, hub), none too short to measure
BURSTS = [(50, 2000, 60, 200), (200, 500, 20, 150), (1000, 100, 5, 60)]
PACE = 0.2  # seconds between two messages where lateness is measured
HANDSHAKES = 40  # a second and process, which takes 50
DEAF = 50


def run(options):
    """Measure and print; return whether every target was met."""
    say("Rooms: sockets read by a process of their own for each way, messages of 300 bytes")
    with tempfile.TemporaryDirectory() as name, a_redis(Path(name)) as redis:
        folder = Path(name)
        prepare_tables(folder)
        site = {"REDIS_URL": f"{redis}/0", "SOCKET_ORIGINS": "http://localhost"}
        with child(folder, "members", **site) as writer:
            most = min(options.listeners, BURSTS[-1][0])
            people = most // OF_A_SESSION + 1
            facts = writer.ask("settle", people=people)
            verdicts = []
            for processes in (1, 2):
                if options.processes in (None, processes):
                    ways = Ways(folder, site, facts, writer, processes, redis)
                    with ways.open():
                        verdicts += ways.measure(options)
    return all(verdicts)


@contextlib.contextmanager
def a_redis(folder):
    """Run a Redis of our own that keeps nothing; yield its address."""
    if not (program := shutil.which("redis-server")):
        raise RuntimeError("The rooms are measured with Redis: apt-get install redis-server")
    port = free_port()
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with (folder / "redis.log").open("wb") as log:
        server = subprocess.Popen([program, *words, "--dir", str(folder)], stdout=log)  # noqa: S603
    try:
        yield f"redis://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


class Way:
    """One kind of server with its processes, and the process that listens to them."""

    def __init__(self, servers, crowd, path, hello=None, writer=None):
        self.servers, self.crowd, self.path, self.hello = servers, crowd, path, hello
        self.writer = writer
        self.listeners = 0
        self.ports = [server.port for server in servers]

    def grow(self, listeners, cookies):
        """Open sockets until there are so many; all of them must come to life."""
        people = [
            [self.ports[number % len(self.ports)], cookies[number // OF_A_SESSION]]
            for number in range(self.listeners, listeners)
        ]
        pace = HANDSHAKES * len(self.ports) if self.hello else 400
        # As the page: it was drawn up to here, and asks for what comes after.
        since = self.writer.ask("head") if self.writer else 0
        words = {"path": self.path, "hello": self.hello, "since": since, "pace": pace}
        answer = self.crowd.ask("open", people=people, **words)
        if answer["live"] != listeners or answer["errors"].keys() - {"bye 4013"}:
            raise RuntimeError(f"Only {answer['live']} of {listeners} listen: {answer['errors']}")
        self.listeners = listeners

    def processor_time(self):
        return sum(server.processor_time() for server in self.servers)

    def memory(self):
        return sum(server.memory() for server in self.servers)

    def expect(self, messages, times=False, speakers=0, without=0):
        events = messages * (self.listeners + speakers - without)
        self.crowd.ask("set_expected", events=events, times=times)
        return events

    def burst(self, messages):
        """Send messages at once; return the result of the crowd with rate and cost added."""
        events = self.expect(messages, speakers=self.heard_speakers)
        if self.writer:
            # The real act writes a few hundred a second: what it wrote meanwhile is one burst.
            with contextlib.ExitStack() as stack:
                for server in self.servers:
                    stack.enter_context(server.stopped())
                self.writer.ask("write", messages=messages)
                before = self.processor_time()
        else:
            before = self.processor_time()
            self.speak(messages)
        found = self.crowd.ask("result")
        found["rate"] = found["count"] / max(found["seconds"], 0.001)
        found["cost"] = (self.processor_time() - before) / max(1, found["count"])
        found["lost"] = events - found["count"]
        if not found["count"]:
            raise RuntimeError("Nothing was heard: the sockets are closed")
        return found

    def paced(self, seconds, interval=PACE, without=0):
        """Send a message now and then; return the result with the times that they took."""
        messages = round(seconds / interval)
        events = self.expect(messages, times=True, speakers=self.heard_speakers, without=without)
        if self.writer:
            self.writer.ask("write", messages=messages, interval=interval)
        else:
            self.speak(messages, interval)
        found = self.crowd.ask("result")
        found["lost"] = events - found["count"]
        return found

    def speak(self, messages, interval=0):
        ports = self.ports[:1] if self.heard_speakers else self.ports
        path = "/speak"
        self.crowd.ask(
            "speak", ports=ports, path=path, frames=messages, interval=interval, size=SIZE
        )

    @property
    def heard_speakers(self):
        # In the tutorial whoever speaks is in the group, and one group spans the processes.
        return 1 if self.path == "/chat" else 0


class Ways:
    """The three ways with as many processes each, measured in turns."""

    def __init__(self, folder, site, facts, writer, processes, redis):
        self.folder, self.site, self.processes = folder, site, processes
        self.facts, self.writer, self.redis = facts, writer, redis

    @contextlib.contextmanager
    def open(self):
        layer = {"BENCH_LAYER": f"{self.redis}/1"} if self.processes > 1 else {}
        kinds = {
            "hub": ("portal.asgi:application", self.site),
            "tutorial": ("benchmarks.chats:application", {"BENCH_KIND": "tutorial"} | layer),
            "bare": ("benchmarks.chats:application", {"BENCH_KIND": "bare"}),
        }
        wanted = {
            f"{kind}{number}": made
            for kind, made in kinds.items()
            for number in range(self.processes)
        }
        with contextlib.ExitStack() as stack:
            servers = stack.enter_context(running(self.folder, **wanted))
            crowds = {kind: stack.enter_context(child(self.folder, "listeners")) for kind in kinds}
            of = {
                kind: [servers[f"{kind}{number}"] for number in range(self.processes)]
                for kind in kinds
            }
            self.hub = Way(of["hub"], crowds["hub"], SOCKET, self.facts["room"], self.writer)
            self.tutorial = Way(of["tutorial"], crowds["tutorial"], "/chat")
            self.bare = Way(of["bare"], crowds["bare"], "/listen")
            yield self

    def grow(self, listeners):
        for way in (self.bare, self.tutorial, self.hub):
            way.grow(listeners, self.facts["cookies"])

    def measure(self, options):
        say(f"\n  {self.processes} Daphne process{'es' * (self.processes > 1)} of each")
        # Loads what the first socket and the first message would wait for.
        self.grow(10)
        for way in (self.bare, self.tutorial, self.hub):
            way.burst(20)
        bursts = [burst for burst in BURSTS if burst[0] <= options.listeners]
        for listeners, *messages in bursts:
            before, few = self.hub.memory(), self.hub.listeners
            self.grow(listeners)
            if listeners == bursts[-1][0] and self.processes == 1:
                yield self.weigh(before, few)
            yield from self.deliveries(listeners, messages, options.rounds)
        yield from self.lateness(options)
        if self.processes == 1:
            yield from self.slow_readers(options)
            yield self.storm()

    def deliveries(self, listeners, messages, rounds):
        taken = {"bare": [], "tutorial": [], "hub": []}
        for _round in range(max(1, min(3, rounds))):
            for name, count in zip(taken, messages, strict=True):
                taken[name].append(getattr(self, name).burst(count))
        for name, found in taken.items():
            say(
                f"  {listeners:>5} listeners, {name:9}{median(found, 'rate'):>10,.0f} deliveries/s"
                f"{median(found, 'cost') * 1e6:>8.1f} us of processor each"
                f"{median(found, 'bytes'):>7,.0f} bytes, lost {sum(f['lost'] for f in found)},"
                f" client {median(found, 'busy') * 100:.0f} % busy"
            )
        ours = taken["hub"]
        yield beats(f"{listeners} listeners: hub", ours, "bare", taken["bare"], 0.6)
        yield beats(f"{listeners} listeners: hub", ours, "tutorial", taken["tutorial"], 8)
        lost = sum(found["lost"] for found in ours)
        yield verdict(f"{listeners} listeners: {lost} of the hub's events lost (0)", lost == 0)

    def lateness(self, options):
        # Without the tutorial's chat: at this pace it falls behind and would disturb the others.
        seconds = min(5, 2 * options.seconds)
        found = {"bare": [], "hub": []}
        self.writer.ask("act_times")
        for _round in range(2):
            for name in found:
                found[name].append(getattr(self, name).paced(seconds))
        for name, taken in found.items():
            middle, late = median(taken, "p50"), median(taken, "p95")
            say(
                f"  {self.hub.listeners} listeners, 5 messages/s, {name}: "
                f"p50 {middle:.0f} ms, p95 {late:.0f} ms"
            )
        late, limit = median(found["hub"], "p95"), median(found["bare"], "p95")
        act = self.writer.ask("act_times")
        text = (
            f"p95 from before the act to the listener: {late:.0f} ms (of the act alone {act:.0f})"
        )
        lost = sum(one["lost"] for one in found["hub"])
        text = f"{text}, {late / limit:.1f} x bare (target <= 100 ms), {lost} lost"
        yield verdict(text, late <= 100 and not lost)

    def weigh(self, before, few):
        """Memory of sockets that wait, from the growth of the process."""
        each = (self.hub.memory() - before) * 1024 / (self.hub.listeners - few)
        return verdict(f"memory of an idle socket: {each:.1f} KB (target <= 35)", each <= 35)

    def slow_readers(self, options):
        """The last sockets stop reading; the others must not notice."""
        before = self.hub.memory()
        quiet = [self.hub.paced(5, 0.05)]
        self.hub.crowd.ask("go_deaf", number=DEAF)
        busy = [self.hub.paced(5, 0.05, without=DEAF)]
        late, usual = median(busy, "p95"), median(quiet, "p95")
        grown = self.hub.memory() - before
        yield verdict(f"{DEAF} deaf sockets: {grown:+.1f} MB (target < 20)", grown < 20)
        text = f"{DEAF} deaf sockets: others' p95 {late / usual:.2f} x (<= 1.2)"
        yield verdict(text, late <= 1.2 * usual)

    def storm(self):
        """The server is restarted; everybody comes back by the rules of the page."""
        server = self.hub.servers[0]
        server.stop()
        server.start()
        server.wait()
        begun, before = time.monotonic(), server.processor_time()
        back = self.hub.crowd.ask("await_return", seconds=90)
        seconds, used = time.monotonic() - begun, server.processor_time() - before
        wrong = {what: count for what, count in back["errors"].items() if what != "bye 4013"}
        told = back["errors"].get("bye 4013", 0)
        return verdict(
            f"{back['live']} of {self.hub.listeners} are back after {seconds:.1f} s, {used:.1f} s of "
            f"processor (<= 30), {back['live'] / seconds:.0f} handshakes/s, {told} told to come later, errors {wrong}",
            back["live"] == self.hub.listeners and min(seconds, used) <= 30 and not wrong,
        )


def median(found, what):
    return statistics.median(one.get(what, 0) for one in found)


def beats(text, ours, name, theirs, target):
    """Print the median of the ratios of each round, by the clock and by processor time."""
    pairs = list(zip(ours, theirs, strict=True))
    by_clock = statistics.median(a["rate"] / b["rate"] for a, b in pairs)
    by_cost = statistics.median(b["cost"] / max(a["cost"], 1e-9) for a, b in pairs)
    text = f"{text} {by_clock:.2f} x {name}, by processor time {by_cost:.2f} x (target >= {target})"
    return verdict(text, max(by_clock, by_cost) >= target)
