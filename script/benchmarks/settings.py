"""The site as in development, with one page more, so that it can be measured without content."""

from portal.settings.dev import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
