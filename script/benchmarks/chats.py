"""What the rooms are measured beside: the chat of the Channels tutorial, and a bare broadcaster."""

import gc
import os

GROUP = "chat_room"


def tutorial():
    """The consumer of the Channels tutorial, a group send for each message, on its own layer."""
    import django
    from django.conf import settings

    layer = {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    if url := os.environ.get("BENCH_LAYER"):
        backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
        layer = {"BACKEND": backend, "CONFIG": {"hosts": [url]}}
    settings.configure(CHANNEL_LAYERS={"default": layer})
    django.setup()

    from channels.generic.websocket import AsyncWebsocketConsumer

    class ChatConsumer(AsyncWebsocketConsumer):
        async def connect(self):
            await self.channel_layer.group_add(GROUP, self.channel_name)
            await self.accept()

        async def disconnect(self, code):
            await self.channel_layer.group_discard(GROUP, self.channel_name)

        async def receive(self, text_data):
            event = {"type": "chat.message", "message": text_data}
            await self.channel_layer.group_send(GROUP, event)

        async def chat_message(self, event):
            await self.send(text_data=event["message"])

    return ChatConsumer.as_asgi()


def bare():
    """Passes on what one socket says to all that came with /listen, and does nothing else."""
    listening = set()

    async def application(scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        if scope["path"] == "/listen":
            listening.add(send)
        try:
            while (message := await receive())["type"] == "websocket.receive":
                for other in list(listening):
                    await other({"type": "websocket.send", "text": message["text"]})
        finally:
            listening.discard(send)

    return application


def only_sockets(sockets):
    async def application(scope, receive, send):
        if scope["type"] == "websocket":
            await sockets(scope, receive, send)
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    return application


if kind := os.environ.get("BENCH_KIND"):
    application = only_sockets({"tutorial": tutorial, "bare": bare}[kind]())

# The same care for garbage as portal/asgi.py takes.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
