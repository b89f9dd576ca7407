"""A development site with one more, slow job."""

from portal.settings.dev import *  # noqa: F403

JOB_APPS = ["home", "tests.home.slow_jobs"]
