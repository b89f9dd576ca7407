"""A real site of one or more Daphne processes with people signed in, and a client that keeps the contract."""

import asyncio
import contextlib
import http.client
import json
import subprocess
import sys
import uuid
from contextlib import ExitStack

import websockets

from tests.portal.serving import ROOT, environment, free_port, serve

ORIGIN = "http://localhost:8000"
PREPARE = """
import json, sys, django
django.setup()
from django.test import Client
from django.core.cache import cache
from tests.network.discussions.making import make_member, make_room
count = int(sys.argv[1])
room = make_room()
people = []
for number in range(count):
    member = make_member(f"member-{number}", name=f"Name {number}")
    client = Client()
    client.force_login(member)
    client.get("/network/")
    people.append({"pk": member.pk, "cookie": client.cookies["s"].value})
print(json.dumps({"room": room.public_id, "people": people}))
"""


def prepare(env, people=2):
    """Make a room for all members and some members, each with an open session; returns a dict."""
    done = subprocess.run(
        [sys.executable, "-c", PREPARE, str(people)],
        env=env,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@contextlib.contextmanager
def running(database_url, folder, *, processes=1, people=2, **more):
    """Serve a prepared site; yields (facts of `prepare`, list of servers)."""
    (folder / "var").mkdir(exist_ok=True)
    ports = [free_port() for _ in range(processes)]
    env = environment(database_url, PORTS=" ".join(map(str, ports)), **more)
    facts = prepare(env, people) | {"env": env}
    with ExitStack() as stack:
        yield facts, [stack.enter_context(serve(env, folder, port=port)) for port in ports]


class Person:
    """A member at one of the servers: posts by HTTP, listens by socket."""

    def __init__(self, facts, number, server):
        self.room, self.server = facts["room"], server
        self.pk, self.cookie = facts["people"][number]["pk"], facts["people"][number]["cookie"]

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        sent = {"Host": "localhost:8000", "Cookie": f"s={self.cookie}", **(headers or {})}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def token(self):
        """Return (the CSRF cookie, the token of a form)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        path = f"/network/discussions/{self.room}/"
        connection.request(
            "GET", path, headers={"Host": "localhost:8000", "Cookie": f"s={self.cookie}"}
        )
        answer = connection.getresponse()
        page = answer.read().decode()
        cookie = next(v for k, v in answer.getheaders() if k == "Set-Cookie" and v.startswith("c="))
        token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        return cookie.partition(";")[0], token

    def post(self, body, client_id=None, token=None):
        cookie, form_token = token or self.token()
        sent = json.dumps({"client_id": str(client_id or uuid.uuid4()), "body": body})
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"s={self.cookie}; {cookie}",
            "X-CSRFToken": form_token,
            "Origin": ORIGIN,
        }
        status, text = self.request(
            "POST", f"/network/discussions/{self.room}/messages/", sent, headers
        )
        return status, json.loads(text) if text.startswith("{") else text

    def events(self, since=0):
        path = f"/network/discussions/{self.room}/events/?since={since}&limit=500"
        return json.loads(self.request("GET", path)[1])

    def connect(self, **options):
        headers = {"Cookie": f"s={self.cookie}"}
        options = {"origin": ORIGIN, "additional_headers": headers} | options
        return websockets.connect(f"ws://127.0.0.1:{self.server.port}/ws/v1/", **options)

    @contextlib.asynccontextmanager
    async def listening(self, since=0, **options):
        async with self.connect(**options) as socket:
            await say(socket, type="hello", rooms=[{"room": self.room, "since": since}])
            yield socket


async def say(socket, **frame):
    await socket.send(json.dumps(frame))


async def hear(socket, kind, seconds=5):
    """Return the next frame of a kind; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            frame = json.loads(await socket.recv())
            if frame["type"] == kind:
                return frame
