"""The real site with a few more addresses, so that tests can look at the transport."""

import os

from portal.settings.test import *  # noqa: F403

ROOT_URLCONF = "tests.portal.site.urls"
SOCKET_ORIGINS = ["http://localhost:8000", "https://portal.example.org"]
# A browser names the port that the test's server happens to have.
SOCKET_ORIGINS += [f"http://localhost:{port}" for port in os.environ.get("PORTS", "").split()]
# The way a server that breaks is meant to look: no debugger, no detail.
DEBUG = False
# No collectstatic in tests: WhiteNoise serves what it finds.
WHITENOISE_USE_FINDERS = True
