"""What the status page shows: plain numbers and sentences about background work."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.jobs import health
from home.jobs.models import JobRun, JobState
from home.jobs.registry import JOBS
from home.mail.models import Mail


@dataclass(frozen=True)
class JobLine:
    """One job as staff see it; `due_at` is None when it is due at once."""

    title: str
    name: str
    last: JobRun | None
    due_at: datetime | None
    is_late: bool


def job_lines(now=None) -> list[JobLine]:
    """Return every registered job with its last finished run, in two queries."""
    now = now or timezone.now()
    states = JobState.objects.in_bulk()
    finished = JobRun.objects.filter(finished_at__isnull=False).order_by("pk")
    last = {run.job_id: run for run in finished}
    lines = []
    for job in JOBS.values():
        state = states.get(job.name) or JobState(name=job.name)
        due_at = state.next_due(job.every)
        lines.append(
            JobLine(
                title=job.title,
                name=job.name,
                last=last.get(job.name),
                due_at=due_at if due_at and due_at > now else None,
                is_late=health.is_late(state, now),
            )
        )
    return lines


def queue() -> dict:
    """Return how many tasks wait, since when the oldest does, and those that failed."""
    ready = DBTaskResult.objects.ready()
    return {
        "waiting": ready.count(),
        "oldest": ready.order_by("enqueued_at").values_list("enqueued_at", flat=True).first(),
        "failed": [
            {
                "id": task.pk,
                "name": task.task_name,
                "error": task.exception_class_path.rpartition(".")[2],
                "finished_at": task.finished_at,
            }
            for task in DBTaskResult.objects.failed().order_by("-finished_at")[:50]
        ],
    }


def mail() -> dict:
    """Return how many mails wait, and how many were given up (and can be tried again)."""
    return Mail.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=[Mail.State.WAITING, Mail.State.SENDING])),
        failed=Count("pk", filter=Q(state=Mail.State.FAILED)),
        can_retry=Count("pk", filter=Q(state=Mail.State.FAILED, recipient__isnull=False)),
    )
