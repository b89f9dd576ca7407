"""Run jobs: claim, work, record. Safe from several processes at once."""

import re
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.audit import actions as audit
from home.jobs.deeds import TASK_RETRIED
from home.jobs.models import LEASE, JobRun, JobState, WorkerPulse
from home.jobs.registry import JOBS

HISTORY = 20
ATTEMPTS = 3


def run_due(*, now, holder, only=None):
    """Run every job that is due at `now`, yielding each finished JobRun; `only` runs that one at once.

    `now` is the clock that the jobs see; leases always follow the real one. A job that another
    process holds is left to it. Raises KeyError for an unknown name.
    """
    for job in [JOBS[only]] if only else list(JOBS.values()):
        state, _created = JobState.objects.get_or_create(name=job.name)
        if (only or state.is_due(job.every, now)) and _claim(state, now=now, holder=holder):
            yield _run(job, state, now=now, holder=holder)


def _claim(state, *, now, holder):
    real_now = timezone.now()
    free = Q(holder="") | Q(lease_until__lt=real_now)
    unchanged = JobState.objects.filter(free, pk=state.pk, claims=state.claims)
    return unchanged.update(
        started_at=now, holder=holder, lease_until=real_now + LEASE, claims=F("claims") + 1
    )


def _run(job, state, *, now, holder):
    run = JobRun.objects.create(job=state, started_at=now)
    began = time.monotonic()
    try:
        run.result = str(job.run(now) or "")[:300]
    except Exception as error:
        # The class only: messages of errors quote the data that caused them.
        run.error = type(error).__name__
    run.seconds = round(time.monotonic() - began, 3)
    run.finished_at = now + timedelta(seconds=run.seconds)
    with transaction.atomic():
        run.save()
        ours = JobState.objects.filter(pk=state.pk, holder=holder)
        ours.update(holder="", lease_until=None, failed=bool(run.error))
        kept = list(state.runs.values_list("pk", flat=True)[:HISTORY])
        state.runs.exclude(pk__in=kept).delete()
    return run


def beat(*, holder, is_worker):
    """Say that `holder` lives: renews its leases and, for a worker, its pulse."""
    now = timezone.now()
    JobState.objects.filter(holder=holder).update(lease_until=now + LEASE)
    if is_worker:
        WorkerPulse.objects.update_or_create(worker_id=holder, defaults={"seen_at": now})


def stop_beating(*, holder):
    """Take back the pulse of a worker that ends in good order."""
    WorkerPulse.objects.filter(worker_id=holder).delete()


def take_over_tasks(*, now=None):
    """Queue again the tasks of workers that died, at most three times each; return how many.

    Tasks are written so that running one again does no harm.
    """
    silent_since = (now or timezone.now()) - LEASE
    alive = set(
        WorkerPulse.objects.filter(seen_at__gte=silent_since).values_list("worker_id", flat=True)
    )
    taken = 0
    for task in DBTaskResult.objects.running().filter(started_at__lt=silent_since):
        if task.worker_ids and task.worker_ids[-1] in alive:
            continue
        exhausted = len(task.worker_ids) >= ATTEMPTS
        still_running = DBTaskResult.objects.running().filter(
            pk=task.pk, started_at=task.started_at
        )
        taken += still_running.update(
            status=TaskResultStatus.FAILED if exhausted else TaskResultStatus.READY,
            exception_class_path="home.jobs.WorkerDied" if exhausted else "",
            finished_at=timezone.now() if exhausted else None,
        )
    WorkerPulse.objects.filter(seen_at__lt=silent_since - timedelta(days=1)).delete()
    return taken


@transaction.atomic
def retry_task(*, by, task_id):
    """Queue a failed task once more, at the wish of `by`; return whether there was such a task."""
    again = (
        DBTaskResult.objects.failed()
        .filter(pk=task_id)
        .update(
            status=TaskResultStatus.READY,
            worker_ids=[],
            finished_at=None,
            exception_class_path="",
            traceback="",
        )
    )
    if again:
        audit.record(by=by, deed=TASK_RETRIED, subject=audit.Subject("task", str(task_id)))
    return bool(again)


def forget_error_message(*, task_id):
    """Keep of a failed task's traceback the places in the code and drop the words of the error."""
    task = DBTaskResult.objects.filter(pk=task_id, status=TaskResultStatus.FAILED).first()
    if task:
        places = re.findall(r'^\s+File ".*", line \d+, in \S+$', task.traceback, re.MULTILINE)
        DBTaskResult.objects.filter(pk=task_id).update(traceback="\n".join(places))
