"""Whether background work is being done, for /readyz and for the people who look after the site."""

from datetime import timedelta

from django.utils import timezone

from home.jobs.models import JobState, WorkerPulse
from home.jobs.registry import JOBS

SILENT_AFTER = timedelta(seconds=60)
PUBLISHING_LATE_AFTER = timedelta(hours=1)
GRACE = timedelta(minutes=15)


def worker_alive(now=None) -> bool:
    """Whether a worker gave a sign of life within the last minute."""
    silent_since = (now or timezone.now()) - SILENT_AFTER
    return WorkerPulse.objects.filter(seen_at__gte=silent_since).exists()


def publishing_is_late(now=None) -> bool:
    """Whether scheduled publishing has not run, or has failed since, for an hour."""
    since = (now or timezone.now()) - PUBLISHING_LATE_AFTER
    state = JobState.objects.filter(pk="publish_scheduled").first()
    return state is None or not state.runs.filter(finished_at__gte=since, error="").exists()


def is_late(state, now) -> bool:
    """Whether a job should have started more than a quarter of an hour ago."""
    job = JOBS[state.name]
    due = state.next_due(job.every) or state.lease_until
    return due is None or due + GRACE < now
