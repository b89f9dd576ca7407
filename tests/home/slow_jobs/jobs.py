import os
import time
from datetime import timedelta
from pathlib import Path

from django_tasks import task

from home.jobs.registry import periodic

DIARY = Path(os.environ["DIARY"])


def note(sentence):
    with DIARY.open("a") as diary:
        diary.write(f"{sentence} {os.getpid()}\n")


def work(name):
    note(f"{name} begins")
    until = time.monotonic() + float(os.environ.get("WORK_SECONDS", "0"))
    while time.monotonic() < until:
        time.sleep(0.05)
    note(f"{name} ends")


@periodic("slow", every=timedelta(hours=1), title="Slow")
def slow(now):
    work("job")
    return "Done."


@task()
def slow_task():
    work("task")
