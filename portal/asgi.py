"""The one entry point: HTTP and WebSocket, the same under every ASGI server."""

import gc
import os

import django

os.environ.setdefault(
    "DJANGO_SETTINGS_MODULE", f"portal.settings.{os.environ.get('PORTAL_SETTINGS', 'production')}"
)
# Before anything below: it imports models.
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from home.pagecache.store import pages  # noqa: E402
from home.pagecache.watcher import Watcher  # noqa: E402
from network.discussions.hub import say_goodbye  # noqa: E402
from portal.sockets import socket_routes  # noqa: E402
from portal.transport import daphne  # noqa: E402
from portal.transport.handler import OneHopHandler  # noqa: E402
from portal.transport.limits import BodyLimit  # noqa: E402
from portal.transport.pages import PageCache  # noqa: E402
from portal.transport.proxies import TrustedProxies  # noqa: E402
from portal.transport.sockets import socket_application  # noqa: E402


def settle():
    """Load what the first visitor would wait for, then never look through it for garbage again."""
    get_resolver().url_patterns  # noqa: B018
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


daphne.cure(say_goodbye)

application = TrustedProxies(
    ProtocolTypeRouter(
        {
            "http": PageCache(BodyLimit(OneHopHandler()), pages, Watcher()),
            "websocket": socket_application(socket_routes, settings.SOCKET_ORIGINS),
        }
    ),
    settings.TRUSTED_PROXIES,
)

settle()
