"""Pages beside their yardsticks."""

import base64
import http.client
import json
import random
import shutil
import statistics
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.load import load, medians
from benchmarks.servers import prepare, running, say

OWN_PAGE = "/bench/page/"
LIGHT_PAGE = "/bench/light/"
PLAIN = {"Accept-Encoding": "br"}
# A cookie under which nothing is answered from memory: the way of an uncached page.
PERSONAL = {"Accept-Encoding": "br", "Cookie": "messages=bench"}
MB = 1_000_000


def run(options):
    """Measure and print; return whether every target was met."""
    client = "wrk" if shutil.which("wrk") else "our own client (install wrk for better figures)"
    say(f"HTTP, one Daphne process each, 16 connections, load by {client}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        with running(folder, site=("portal.asgi:application", {})) as servers:
            pages = [
                page
                for page in [*options.addresses, OWN_PAGE, LIGHT_PAGE]
                if kept(servers["site"], page)
            ]
            answer = folder / "answer.json"
            write_answer(servers["site"], pages[0], answer)
            return measure_beside(folder, servers["site"], pages, answer, options)


def measure_beside(folder, site, pages, answer, options):
    def yardstick(kind):
        return "benchmarks.yardsticks:application", {
            "BENCH_KIND": kind,
            "BENCH_ANSWER": str(answer),
        }

    with running(
        folder,
        bare=yardstick("bare"),
        django=yardstick("bare_django"),
        stock=yardstick("stock"),
    ) as beside:
        ways = {
            "bare ASGI, same bytes": (beside["bare"], "/", PLAIN),
            "bare Django view, same body": (beside["django"], "/", PLAIN),
        }
        for page in pages:
            ways[f"{page} kept"] = (site, page, PLAIN)
            ways[f"{page} not kept, one hop"] = (site, page, PERSONAL)
            ways[f"{page} not kept, Django's handler"] = (beside["stock"], page, PERSONAL)
        results = rounds(ways, options)
    table(results)
    verdicts = [*ratios(results, pages), memory(site, pages[0], options), flood(site, pages[0])]
    return all(verdicts)


def kept(site, page):
    """Tell whether the second answer comes from memory, and say so when it does not."""
    time.sleep(0.3)
    status, *_ = site.get(page)
    _, headers, _ = site.get(page)
    if status == 200 and any(name.lower() == "etag" for name, _ in headers):
        return True
    say(f"  {page}: answers {status} and is not kept, left out")
    return False


def write_answer(site, page, path, **headers):
    _, headers, body = site.get(page, **(headers or PLAIN))
    say(f"  the bare application repeats {page}: {len(body):,} bytes (br), {len(headers)} headers")
    path.write_text(json.dumps({"headers": headers, "body": base64.b64encode(body).decode()}))


def rounds(ways, options):
    """Return the results of each way in the order of the rounds."""
    taken = {name: [] for name in ways}
    for server, path, headers in ways.values():
        load(server, path, 2, **headers)
    for number in range(options.rounds):
        # Short turns in changing order: whatever else the machine does falls on everybody.
        for name in random.sample(list(ways), len(ways)):
            server, path, headers = ways[name]
            taken[name].append(load(server, path, options.seconds, **headers))
        rates = ", ".join(f"{name} {results[-1].rate:,.0f}/s" for name, results in taken.items())
        say(f"  round {number + 1} of {options.rounds}: {rates}")
    return taken


def table(results):
    say(f"\n  {'':48}{'requests/s':>12}{'p50 ms':>9}{'p99 ms':>9}{'errors':>8}{'CPU ms each':>13}")
    for name, taken in results.items():
        r = medians(taken)
        say(f"  {name:48}{r.rate:>12,.0f}{r.p50:>9.2f}{r.p99:>9.2f}{r.errors:>8}{r.cost:>13.3f}")
    say("")


def verdict(text, met):
    say(f"  {'met   ' if met else 'MISSED'}  {text}")
    return met


def ratio(one, other):
    """Return the median of the ratios of each round."""
    return statistics.median(a.rate / b.rate for a, b in zip(one, other, strict=True))


def cheaper(one, other):
    """Return how many requests of `one` the processor does in the time of one of `other`."""
    return statistics.median(b.cost / a.cost for a, b in zip(one, other, strict=True))


def spread(taken):
    return statistics.median(r.p99 / r.p50 for r in taken)


def ratios(results, pages):
    bare = results["bare ASGI, same bytes"]
    django = results["bare Django view, same body"]
    say(f"          bare ASGI: p99 is {spread(bare):.1f} x p50 (what this machine does by itself)")
    for page in pages:
        kept_page = results[f"{page} kept"]
        fresh = results[f"{page} not kept, one hop"]
        share, by_cost = ratio(kept_page, bare), cheaper(kept_page, bare)
        yield verdict(
            f"{page} kept: {share:.2f} x bare ASGI, by processor time {by_cost:.2f} x (target >= 0.9)",
            max(share, by_cost) >= 0.9,
        )
        late = spread(kept_page)
        yield verdict(f"{page} kept: p99 is {late:.1f} x p50 (target <= 4)", late <= 4)
        stock = results[f"{page} not kept, Django's handler"]
        hop, by_cost = ratio(fresh, stock), cheaper(fresh, stock)
        text = (
            f"{page} not kept: {hop:.2f} x Django's own handler, by processor time {by_cost:.2f} x"
        )
        if page == LIGHT_PAGE:
            yield verdict(f"{text} (> 1.15)", max(hop, by_cost) > 1.15)
        else:
            # Where the page itself is the work, the hops hardly show.
            say(f"          {text}")
        say(
            f"          {page} kept: {ratio(kept_page, fresh):,.0f} x not kept, "
            f"{ratio(kept_page, django):.1f} x a bare Django view"
        )
        say(
            f"          {page} not kept: {ratio(fresh, django):.2f} x a bare Django view, "
            f"p99 {spread(fresh):.1f} x p50"
        )


def memory(site, page, options):
    load(site, page, 2, **PLAIN)
    before = site.memory()
    left = options.requests
    while left > 0:
        result = load(site, page, 5, **PLAIN)
        left -= result.rate * 5
    grown = site.memory() - before
    return verdict(
        f"memory after {options.requests:,} more requests: {grown:+.1f} MB (target < 5)", grown < 5
    )


def flood(site, page):
    """Post a form of 100 MB in small steps while others read."""
    before = site.memory()
    quiet = load(site, page, 3, **PLAIN).p99
    peak = [before]
    done = threading.Event()

    def watch():
        while not done.is_set():
            peak[0] = max(peak[0], site.memory())
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    sender = threading.Thread(target=lambda: [post(site, 100 * MB) for _ in range(5)])
    sender.start()
    busy = load(site, page, 3, **PLAIN).p99
    sender.join()
    done.set()
    watcher.join()
    more, late = peak[0] - before, busy - quiet
    return verdict(
        f"form posts of 100 MB: memory {more:+.1f} MB (target < 20), others' p99 {late:+.1f} ms (< 100)",
        more < 20 and late < 100,
    )


def post(site, size):
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    try:
        # Without a length, so that the server has to count.
        body = (b"x" * 65536 for _ in range(size // 65536))
        connection.request("POST", "/account/login/", body, headers, encode_chunked=True)
        connection.getresponse().read()
    except OSError:
        return  # It stopped listening, as it should.
    finally:
        connection.close()
