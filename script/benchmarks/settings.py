"""The site as in development, with one page more, so that it can be measured without content."""

from portal.settings.dev import *  # noqa: F403
from portal.settings.dev import env

# A thousand listeners are opened quickly; where coming back is measured, at the real pace.
if handshakes := env.int("BENCH_HANDSHAKES", default=0):
    SOCKET_PACE = {"handshakes": handshakes}

ROOT_URLCONF = "benchmarks.urls"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
