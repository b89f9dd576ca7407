"""Messages written into one room by 1, 8 and 32 writers, beside bare loops of the same statements."""

import contextlib
import os
import statistics
import tempfile
from pathlib import Path

from benchmarks.children import child
from benchmarks.http import verdict
from benchmarks.servers import prepare_tables, running, say

WRITERS = (1, 8, 32)
PEOPLE = 200
POSTGRESQL = "postgres://postgres:postgres@127.0.0.1:5432/postgres"
WAYS = {"bare": "bare loop", "database": "database part of the act", "act": "the act"}


def run(options):
    """Measure and print; return whether every target was met."""
    say("Appends to one room; every acknowledged message is on the disk")
    verdicts = []
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as name, database(Path(name), kind) as url:
            if url is None:
                say("  PostgreSQL does not answer at BENCH_POSTGRESQL_URL: left out")
                continue
            verdicts += measure(Path(name), kind, {"DATABASE_URL": url}, options)
    return all(verdicts)


@contextlib.contextmanager
def database(folder, kind):
    """Yield the address of a database of our own with every table, or None."""
    if kind == "sqlite":
        prepare_tables(folder)
        yield f"sqlite:///{folder}/bench.sqlite3"
        return
    import psycopg

    from tests.databases import PostgreSQL

    server = PostgreSQL(os.environ.get("BENCH_POSTGRESQL_URL", POSTGRESQL))
    try:
        tables = server.tables()
    except psycopg.OperationalError:
        yield None
        return
    server.copy(tables, "bench")
    try:
        yield server.url("bench")
    finally:
        server.drop("bench")


def measure(folder, kind, site, options):
    site = site | {"SOCKET_ORIGINS": "http://localhost"}
    messages = max(40, round(60 * options.seconds))
    with child(folder, "members", **site) as writer:
        facts = writer.ask("settle", people=PEOPLE)
        taken = {(way, writers): [] for writers in WRITERS for way in WAYS}
        for _round in range(max(1, min(3, options.rounds))):
            # In turns: whatever else the machine does falls on everybody.
            for way, writers in taken:
                done = writer.ask("append", way=way, messages=messages, writers=writers)
                taken[way, writers].append((messages / done["seconds"], messages / done["cost"]))
        table(kind, taken)
        yield from ratios(kind, taken)
        yield from through_http(folder, kind, site, facts, writer, messages, options)


def table(kind, taken):
    for writers in WRITERS:
        for way, name in WAYS.items():
            rate, by_cost = (
                statistics.median(found) for found in zip(*taken[way, writers], strict=True)
            )
            say(
                f"  {kind:11}{writers:>3} writers, {name:26}{rate:>8,.0f} messages/s, "
                f"{by_cost:,.0f} in a second of processor"
            )


def ratios(kind, taken):
    for writers in WRITERS:
        bare = taken["bare", writers]
        share, by_cost = beside(taken["database", writers], bare)
        whole, whole_cost = beside(taken["act", writers], bare)
        yield verdict(
            f"{kind}, {writers} writers: database part {share:.2f} x bare loop, by processor time "
            f"{by_cost:.2f} x (target >= 0.5); whole act {whole:.2f} x and {whole_cost:.2f} x",
            max(share, by_cost) >= 0.5,
        )
    for way in ("database", "act"):
        share, _by_cost = beside(taken[way, 8], taken[way, 1])
        text = f"{kind}: 8 writers {share:.2f} x one, {WAYS[way]} (target >= 1, noise 0.1)"
        yield verdict(text, share >= 0.9)


def beside(ours, theirs):
    """Return the medians of the ratios of each round, by the clock and by processor time."""
    return tuple(
        ratio([one[number] for one in ours], [one[number] for one in theirs]) for number in (0, 1)
    )


def through_http(folder, kind, site, facts, writer, messages, options):
    view = {"BENCH_KIND": "insert"} | site
    with running(
        folder,
        site=("portal.asgi:application", site),
        bare=("benchmarks.inserts:application", view),
    ) as servers:
        ports = {name: server.port for name, server in servers.items()}
        words = {"room": facts["room"], "cookies": facts["cookies"]}
        for port in ports.values():
            writer.ask("send", port=port, messages=8, writers=8, **words)
        for writers in (1, 8):
            found = {"site": [], "bare": []}
            for _round in range(max(1, min(3, options.rounds))):
                for name, port in ports.items():
                    before = servers[name].processor_time()
                    done = writer.ask(
                        "send", port=port, messages=messages, writers=writers, **words
                    )
                    cost = (servers[name].processor_time() - before) / messages
                    found[name].append((messages / done["seconds"], cost, done["refused"]))
            rates = {name: [one[0] for one in taken] for name, taken in found.items()}
            costs = {name: [one[1] for one in taken] for name, taken in found.items()}
            share, cheaper = (
                ratio(rates["site"], rates["bare"]),
                ratio(costs["bare"], costs["site"]),
            )
            refused = sum(one[2] for taken in found.values() for one in taken)
            yield verdict(
                f"{kind}, {writers} writers through HTTP: {share:.2f} x a bare Django view, by "
                f"processor time {cheaper:.2f} x (target >= 0.6), {refused} refused",
                max(share, cheaper) >= 0.6 and not refused,
            )


def ratio(one, other):
    """Return the median of the ratios of each round."""
    return statistics.median(a / max(b, 1e-9) for a, b in zip(one, other, strict=True))
