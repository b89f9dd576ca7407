"""Real processes of the portal on a database of their own."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial

from django.conf import settings

from tests.databases import here


class OwnDatabase:
    """A copy of a database for processes of their own, away from the one that Django works on here."""

    def __init__(self, name):
        self.name, self.url = name, here().url(name)
        self.execute, self.away = partial(here().execute, name), partial(here().away, name)


@contextmanager
def own_database(folder, source=None):
    """Copy a database (or the one with nothing but tables) until the block ends."""
    # Folders of two test processes may have the same name.
    name = f"{folder.name}-{os.getpid()}"
    here().copy(source or here().tables(), name)
    try:
        yield OwnDatabase(name)
    finally:
        here().drop(name)


class Portal:
    """`manage.py` in processes of its own, which end with the `with` block."""

    def __init__(self, tmp_path, url, **environment):
        self.tmp_path = tmp_path
        self.diary = tmp_path / "diary"
        self.diary.touch()
        self.outbox = tmp_path / "outbox"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.home.slow_jobs.settings",
            "DATABASE_URL": url,
            "EMAIL_URL": f"filemail://{self.outbox}",
            "DIARY": str(self.diary),
            "PYTHONUNBUFFERED": "1",
            **environment,
        }
        self.processes = []

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()

    def start(self, *command):
        """Start `manage.py command`; its lines come into `process.lines`, a file."""
        lines = self.tmp_path / f"lines-{len(self.processes)}"
        with lines.open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *command],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        process.lines = lines
        self.processes.append(process)
        return process

    def shell(self, statements):
        """Run Python in the portal and return what it printed."""
        process = self.start("shell", "--no-imports", "-c", statements)
        assert process.wait(120) == 0, process.lines.read_text()
        return process.lines.read_text()


def wait_until(condition, *, seconds=60, tell=lambda: ""):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"It did not happen within {seconds} s. {tell()}"
        time.sleep(0.1)
