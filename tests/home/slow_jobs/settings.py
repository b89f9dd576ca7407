"""A development site with one more, slow job."""

from portal.settings.dev import *  # noqa: F403
from tests.home.slow_jobs import TICK

JOB_APPS = ["home", "tests.home.slow_jobs"]
WORKER_IDLE, WORKER_TICK = 0.2, TICK
