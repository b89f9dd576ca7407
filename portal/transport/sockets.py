"""The way in for sockets: exact origins, and a polite no for unknown addresses."""

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from channels.security.websocket import OriginValidator
from django.urls import re_path


class NoSuchSocket(AsyncWebsocketConsumer):
    """Refuses before the handshake: without it each unknown address costs a traceback."""

    async def connect(self):
        await self.close()


def socket_application(routes, origins):
    """Return the ASGI application for sockets: `routes` for pages of exactly these origins."""
    return OriginValidator(URLRouter([*routes, re_path(r"", NoSuchSocket.as_asgi())]), origins)
