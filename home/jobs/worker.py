"""The one process of background work: runs what is queued and what is due, and says so."""

import logging
import secrets
import signal
import sys
import threading
import time

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from home.jobs import actions

BEAT = 15  # seconds between two signs of life
BATCH = 20  # tasks in a row before the schedule has its turn
LONGEST_WAIT = 30  # seconds between two attempts to reach a database that is away


class Heartbeat(threading.Thread):
    """Beats beside the work, so that long work does not look like death."""

    def __init__(self, holder, *, is_worker):
        super().__init__(daemon=True)
        self.beat = lambda: actions.beat(holder=holder, is_worker=is_worker)
        self.holder = holder
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(BEAT):
            try:
                self.beat()
            except DatabaseError:
                continue  # The main thread reports that the database is away.
            finally:
                connection.close()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exc_info):
        self.ended.set()
        self.join()


class Tasks(TaskWorker):
    """django-tasks-db's worker, with a line per task and without the words of errors."""

    def __init__(self, worker_id, say):
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=BATCH,
            worker_id=worker_id,
        )
        self.say = say

    def run_task(self, db_task_result):
        began = time.monotonic()
        super().run_task(db_task_result)
        actions.forget_error_message(task_id=db_task_result.pk)
        outcome = db_task_result.exception_class_path.rpartition(".")[2] or "done"
        self.say(f"task {db_task_result.task_name}: {outcome} ({time.monotonic() - began:.1f} s)")


def _without_error_words(record):
    record.exc_info = record.exc_text = None
    return True


class Worker:
    """Runs until SIGTERM or SIGINT, finishes the work in hand, survives an absent database."""

    def __init__(self, *, out=sys.stdout):
        self.out = out
        self.worker_id = secrets.token_urlsafe(12)
        self.tasks = None
        self.stopping = False
        self.next_tick = 0
        # django-tasks logs tracebacks, whose last line quotes the data that caused the error.
        logging.getLogger("django_tasks").addFilter(_without_error_words)

    def say(self, sentence):
        self.out.write(f"{timezone.now():%H:%M:%S} {sentence}\n")
        self.out.flush()

    def stop(self, signum, frame):
        """Ask for the end after the work in hand; asked twice, end at once."""
        if self.stopping:
            sys.exit(1)
        self.stopping = True
        if self.tasks:
            self.tasks.running = False

    def run(self):
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        self.say("Worker started.")
        wait = 1
        with Heartbeat(self.worker_id, is_worker=True) as heartbeat:
            first = True
            while not self.stopping:
                try:
                    if first:
                        heartbeat.beat()
                        first = False
                    worked = self.turn()
                    wait = 1
                except DatabaseError as error:
                    self.say(f"The database does not answer ({type(error).__name__}).")
                    self.rest(wait)
                    wait = min(wait * 2, LONGEST_WAIT)
                else:
                    self.rest(0 if worked else settings.WORKER_IDLE)
        self.end()

    def turn(self):
        """Do one round of tasks and, when it is time, of the schedule; return whether any was done."""
        worked = False
        if DBTaskResult.objects.ready().exists():
            self.tasks = Tasks(self.worker_id, self.say)
            self.tasks.running = not self.stopping
            self.tasks.run()
            worked = True
        if not self.stopping and time.monotonic() >= self.next_tick:
            self.next_tick = time.monotonic() + settings.WORKER_TICK
            worked = self.tick() or worked
        return worked

    def tick(self):
        worked = False
        if taken := actions.take_over_tasks():
            self.say(f"{taken} tasks of a worker that died were taken over.")
        for run in actions.run_due(now=timezone.now(), holder=self.worker_id):
            worked = True
            self.say(f"job {run.job_id}: {run.error or run.result} ({run.seconds:.1f} s)")
            if self.stopping:
                break
        return worked

    def rest(self, seconds):
        # Closed while idle: a database that restarts meanwhile is met with a fresh connection.
        connection.close()
        until = time.monotonic() + seconds
        while not self.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))

    def end(self):
        try:
            actions.stop_beating(holder=self.worker_id)
        except DatabaseError:
            self.say("The database does not answer; the pulse will run out by itself.")
        self.say("Worker stopped.")
