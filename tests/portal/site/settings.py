"""The real site with a few more addresses, so that tests can look at the transport."""

import json
import os

from portal.settings.test import *  # noqa: F403

ROOT_URLCONF = "tests.portal.site.urls"
SOCKET_ORIGINS = ["http://localhost:8000", "https://portal.example.org"]
# A browser names the port that the test's server happens to have.
SOCKET_ORIGINS += [f"http://localhost:{port}" for port in os.environ.get("PORTS", "").split()]
# A test does not wait for ninety seconds.
SOCKET_PACE = json.loads(os.environ.get("SOCKET_PACE", "{}"))
if os.environ.get("SHARED_CACHE"):
    cache = "django.core.cache.backends.redis.RedisCache"
    CACHES = {"default": {"BACKEND": cache, "LOCATION": REDIS_URL}}  # noqa: F405
# The way a server that breaks is meant to look: no debugger, no detail.
DEBUG = False
# No collectstatic in tests: WhiteNoise serves what it finds.
WHITENOISE_USE_FINDERS = True
