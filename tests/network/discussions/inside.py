"""The site's socket application without a wire, in the process of the test."""

import asyncio
import json

from network.discussions.sockets import socket_application
from tests.network.discussions.making import address
from tests.people import Client


def member_client(member):
    client = Client()
    client.force_login(member)
    client.get("/network/")
    return client


class Listener:
    """One reader, who takes everything in at once."""

    def __init__(self, client, room, since=0):
        self.client, self.room, self.frames = client, room, []
        self.inbox, self.last = asyncio.Queue(), {}
        self.cursor = 0
        cookie = f"s={client.cookies['s'].value}".encode()
        scope = {
            "type": "websocket",
            "headers": [(b"cookie", cookie)],
            "query_string": b"language=en",
        }
        self.inbox.put_nowait({"type": "websocket.connect"})
        self.tell(type="hello", rooms=[{"room": room.public_id, "since": since}])
        self.life = asyncio.ensure_future(socket_application(scope, self.inbox.get, self._take))

    def tell(self, **frame):
        self.inbox.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})

    async def _take(self, message):
        frame = json.loads(message.get("text", "{}"))
        kind = frame.get("type")
        self.frames.append(frame)
        if kind == "reset":
            # As the page does it: take everything anew.
            self.last, answer = await asyncio.to_thread(caught_up, self.client, self.room)
            self.cursor = answer["to"]
        for event in frame.get("events", [frame]):
            if event.get("type") in {"event", "skip"} and event["seq"] > self.cursor:
                self.cursor = event["seq"]
                if event["type"] == "event" and "message" in event:
                    self.last[event["message"]] = event["html"]
        if kind in {"sync", "event", "skip"}:
            self.tell(type="received", room=self.room.public_id, seq=self.cursor)

    async def until(self, head):
        async with asyncio.timeout(20):
            while self.cursor < head:
                await asyncio.sleep(0.02)

    async def close(self):
        self.inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await self.life


def caught_up(client, room):
    answer = client.get(address(room, "events/?since=0&limit=500")).json()
    found = {e["message"]: e["html"] for e in answer["events"] if "message" in e}
    return found, answer
