"""The directory and a profile among 5,000 members, beside a bare Django view with the same body."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.http import medians, ratio, rounds, say, table, write_answer
from benchmarks.servers import ROOT, environment, prepare, running

MEMBERS = 5_000
CROWD = f"""
import django; django.setup()
from django.conf import settings
from django.test import Client
from network.demo.crowd import make_crowd
from network.members.models import User
profiles = make_crowd({MEMBERS})
client = Client(HTTP_HOST="127.0.0.1")
client.force_login(User.objects.get(handle="crowd-0"))
other = next(p for p in profiles if p.member.handle != "crowd-0")
print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value, other.public_id)
"""


def run(options):
    """Measure and print; there is no target but twelve queries, which the tests hold."""
    say(f"People: {MEMBERS:,} members, one Daphne process each, 16 connections")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        cookie, other = crowd(folder)
        with running(folder, site=("portal.asgi:application", {})) as servers:
            site, signed_in = servers["site"], {"Accept-Encoding": "br", "Cookie": cookie}
            pages = {"directory": "/network/members/", "profile": f"/network/members/{other}/"}
            for label, page in pages.items():
                status = site.get(page, **signed_in)[0]
                if status != 200:
                    raise RuntimeError(f"The {label} answers {status}.")
                beside(folder, site, label, page, signed_in, options)
    return True


def crowd(folder):
    """Fill the database; return the cookie header of a member and the id of another's profile."""
    env = os.environ | environment(folder)
    words = [sys.executable, "-c", CROWD]
    done = subprocess.run(words, env=env, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    name, value, other = done.stdout.split()[-3:]
    return f"{name}={value}", other


def beside(folder, site, label, page, signed_in, options):
    answer = folder / f"{label}.json"
    write_answer(site, page, answer, **signed_in)
    env = {"BENCH_KIND": "bare_django", "BENCH_ANSWER": str(answer)}
    with running(folder, django=("benchmarks.yardsticks:application", env)) as servers:
        ways = {
            label: (site, page, signed_in),
            "bare Django view, same body": (servers["django"], "/", {"Accept-Encoding": "br"}),
        }
        results = rounds(ways, options)
    table(results)
    own, bare = results.values()
    say(
        f"          {label}: {medians(own).rate:,.0f}/s, {ratio(own, bare):.3f} x a bare Django view, "
        f"{medians(own).cost:.1f} ms of processor time each\n"
    )
