import secrets

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from home.jobs.actions import run_due
from home.jobs.registry import JOBS
from home.jobs.worker import Heartbeat


class Command(BaseCommand):
    help = "Run the periodic jobs that are due, once, and end. For cron, and for moving the clock."

    def add_arguments(self, parser):
        parser.add_argument(
            "--at",
            metavar="ISO-TIME",
            help="the time that the jobs shall see, like 2026-12-24T18:00 (UTC unless it says more)",
        )
        parser.add_argument("--only", metavar="NAME", help="run this job now, due or not")

    def handle(self, *, at, only, **options):
        if only and only not in JOBS:
            names = ", ".join(sorted(JOBS))
            raise CommandError(f"There is no job called {only}. There are: {names}.")
        now = timezone.now() if at is None else _moment(at)
        holder = secrets.token_urlsafe(12)
        failed = 0
        with Heartbeat(holder, is_worker=False):
            for run in run_due(now=now, holder=holder, only=only):
                failed += bool(run.error)
                self.stdout.write(f"{run.job_id}: {run.error or run.result}")
        if failed:
            raise CommandError("A job failed. The error stands in its line above.")


def _moment(text):
    try:
        moment = parse_datetime(str(text))
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"“{text}” is not a time. Write it like 2026-12-24T18:00.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
