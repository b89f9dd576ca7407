"""A laptop: everything embedded, everything written below var/."""

from home.sealing.keys import DEVELOPMENT_KEYS

from .base import *  # noqa: F403
from .base import VAR_DIR, env

VAR_DIR.mkdir(exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = "development only, never in production, forty characters"
FIELD_KEYS = env.str("FIELD_KEYS", default=DEVELOPMENT_KEYS)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PORTAL_DEMO = env.bool("PORTAL_DEMO", default=True)
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://localhost:8000")
# Exact origins whose pages may open a socket.
SOCKET_ORIGINS = env.list(
    "SOCKET_ORIGINS",
    default=[
        f"http://{host}:{env.int('PORT', default=8000)}" for host in ("localhost", "127.0.0.1")
    ],
)
