"""Pages in Chromium over slow lines, beside a page of 15 KB with nothing else."""

import os
import random
import shutil
import statistics
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.http import OWN_PAGE, verdict
from benchmarks.servers import prepare, running, say

# (bytes a second, milliseconds there and back)
LINES = {"slow 3G": (400_000 / 8, 400), "2G": (250_000 / 8, 800)}
KB = 1000
WATCH = """
window.seen = {shift: 0, largest: 0, blocked: 0};
const watch = (type, use) => new PerformanceObserver(list => list.getEntries().forEach(use))
  .observe({type, buffered: true});
watch("layout-shift", e => { if (!e.hadRecentInput) seen.shift += e.value; });
watch("largest-contentful-paint", e => { seen.largest = e.startTime; });
watch("longtask", e => { seen.blocked += Math.max(0, e.duration - 50); });
"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def chromium():
    """Return the path of a browser, None for the one that playwright installed itself."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


def run(options):
    """Measure and print; return whether every target was met."""
    from playwright.sync_api import sync_playwright

    say("Weight, Chromium, nothing kept in the browser")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        prepare(folder)
        with running(
            folder,
            site=("portal.asgi:application", {}),
            limit=("benchmarks.weight:limit_page", {}),
        ) as servers:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            found = [page for page in options.addresses if servers["site"].get(page)[0] == 200]
            met = measure(browser, servers, found or [OWN_PAGE])
            browser.close()
    return met


async def limit_page(scope, receive, send):
    """The yardstick as an ASGI application: 15 KB of text, no style, no script, no picture."""
    chance = random.Random(15)
    words = " ".join(f"{chance.getrandbits(28):x}" for _word in range(1900))
    body = f"<!doctype html><title>Limit</title><p>{words}".encode()[: 15 * KB]
    headers = [(b"content-type", b"text/html"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Visit:
    """One page view in a fresh browser profile, and what it cost."""

    def __init__(self, browser, url, line=None, slowed=1):
        self.bytes = self.requests = 0
        self.origins = set()
        context = browser.new_context(viewport={"width": 360, "height": 740})
        page = context.new_page()
        page.add_init_script(WATCH)
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self._finished)
        wire.on("Network.requestWillBeSent", self._asked)
        if line:
            speed, latency = LINES[line]
            conditions = {"offline": False, "latency": latency}
            conditions |= {"downloadThroughput": speed, "uploadThroughput": speed}
            wire.send("Network.emulateNetworkConditions", conditions)
        if slowed > 1:
            wire.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        page.goto(url, wait_until="load", timeout=120_000)
        page.wait_for_timeout(600)
        self.first = page.evaluate(FIRST_PAINT) or 0
        seen = page.evaluate("window.seen")
        self.largest, self.shift, self.blocked = seen["largest"], seen["shift"], seen["blocked"]
        self.page, self.context = page, context

    def _finished(self, event):
        self.bytes += event["encodedDataLength"]

    def _asked(self, event):
        parts = urlsplit(event["request"]["url"])
        if parts.scheme.startswith("http"):
            self.requests += 1
            self.origins.add(parts.netloc)

    def next(self, url):
        """Go on to another page in the same browser and return the bytes of that one."""
        self.bytes = 0
        self.page.goto(url, wait_until="load")
        self.page.wait_for_timeout(300)
        return self.bytes

    def close(self):
        self.context.close()


def paints(browser, url, line):
    """Return the medians of first and largest paint in milliseconds over three visits."""
    firsts, largests = [], []
    for _turn in range(3):
        visit = Visit(browser, url, line)
        firsts.append(visit.first)
        largests.append(visit.largest)
        visit.close()
    return statistics.median(firsts), statistics.median(largests)


def measure(browser, servers, pages):
    def address(name, path):
        return f"http://127.0.0.1:{servers[name].port}{path}"

    limits = {}
    for line in LINES:
        limits[line] = paints(browser, address("limit", "/"), line)
        say(f"  limit page on {line}: first paint {limits[line][0]:.0f} ms")
    verdicts = []
    for path in pages:
        say(f"  {path}")
        url = address("site", path)
        visit = Visit(browser, url, slowed=4)
        following = visit.next(address("site", pages[(pages.index(path) + 1) % len(pages)]))
        first, largest = paints(browser, url, "slow 3G")
        second = paints(browser, url, "2G")[1]
        limit = limits["slow 3G"][0]
        size = Visit(browser, url)
        verdicts += [
            verdict(f"first visit: {size.bytes / KB:.1f} KB (<= 60)", size.bytes <= 60 * KB),
            verdict(f"requests: {size.requests} (<= 8)", size.requests <= 8),
            verdict(f"third parties: {len(size.origins) - 1} (0)", len(size.origins) == 1),
            verdict(f"next page: {following / KB:.1f} KB (<= 20)", following <= 20 * KB),
            verdict(
                f"slow 3G first paint: {first:.0f} ms, {first / limit:.2f} x the limit (<= 1.2)",
                first <= 1.2 * limit,
            ),
            verdict(
                f"slow 3G largest paint: {largest:.0f} ms, {largest / limit:.2f} x (<= 1.5)",
                largest <= 1.5 * limit,
            ),
            verdict(f"2G usable: {second:.0f} ms (< 2,500)", second < 2500),
            verdict(f"layout shift: {visit.shift:.3f} (0)", visit.shift == 0),
            verdict(
                f"blocking at 4 x slower processor: {visit.blocked:.0f} ms (< 50)",
                visit.blocked < 50,
            ),
        ]
        visit.close()
        size.close()
    return all(verdicts)
