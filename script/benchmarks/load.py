"""Load from wrk where it is installed (`apt-get install wrk`), else from a small client of our own."""

import asyncio
import re
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass

CONNECTIONS = 16
UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


@dataclass
class Result:
    """Requests a second, and milliseconds that half and 99 of 100 answers took at most."""

    rate: float
    p50: float
    p99: float
    errors: int
    # Milliseconds of the server's processor time for one request: hardly moved by noisy neighbours.
    cost: float = 0


def load(server, path, seconds, **headers):
    run = with_wrk if shutil.which("wrk") else with_asyncio
    before, began = server.processor_time(), time.monotonic()
    result = run(server, path, seconds, headers)
    requests = result.rate * (time.monotonic() - began)
    # A slow page may finish none while it warms up.
    result.cost = (server.processor_time() - before) * 1000 / requests if requests else 0
    return result


def with_wrk(server, path, seconds, headers):
    words = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    output = subprocess.run(  # noqa: S603
        [
            *(
                "wrk",
                "-t1",
                f"-c{CONNECTIONS}",
                f"-d{max(1, round(seconds))}s",
                "--latency",
                *words,
            ),
            f"http://127.0.0.1:{server.port}{path}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    def milliseconds(percent):
        number, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s|m)", output).groups()
        return float(number) * UNITS[unit]

    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])
    return Result(rate, milliseconds(50), milliseconds(99), int(bad[1]) if bad else 0)


def with_asyncio(server, path, seconds, headers):
    return asyncio.run(hammer(server, path, seconds, headers))


async def hammer(server, path, seconds, headers):
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n".encode()
    times, errors = [], 0
    end = time.monotonic() + seconds

    async def visitor():
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        while time.monotonic() < end:
            began = time.monotonic()
            writer.write(request)
            answer = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(re.search(rb"(?i)content-length: (\d+)", answer)[1]))
            times.append((time.monotonic() - began) * 1000)
            errors += not answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 3"))
        writer.close()

    await asyncio.gather(*(visitor() for _ in range(CONNECTIONS)))
    cuts = statistics.quantiles(times, n=100)
    return Result(len(times) / seconds, cuts[49], cuts[98], errors)


def medians(rounds):
    """Return one Result of the medians of several."""
    return Result(
        statistics.median(r.rate for r in rounds),
        statistics.median(r.p50 for r in rounds),
        statistics.median(r.p99 for r in rounds),
        sum(r.errors for r in rounds),
        statistics.median(r.cost for r in rounds),
    )
