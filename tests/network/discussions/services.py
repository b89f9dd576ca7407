"""A PostgreSQL and a Redis of a test's own, which it may kill."""

import contextlib
import glob
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest
import redis

from tests.portal.serving import free_port


class OwnRedis:
    """A Redis that keeps nothing."""

    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(200):
            with contextlib.suppress(redis.RedisError):
                redis.Redis.from_url(self.url).ping()
                return
            time.sleep(0.1)
        raise RuntimeError("Redis did not start")

    def kill(self):
        self.process.kill()
        self.process.wait()

    @contextlib.contextmanager
    def watched(self):
        """Collect every command that anybody sends, as texts."""
        commands, over = [], threading.Event()

        def watch():
            with redis.Redis.from_url(self.url).monitor() as monitor:
                for command in monitor.listen():
                    commands.append(command["command"])
                    if over.is_set():
                        return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        time.sleep(0.3)
        yield commands
        over.set()
        redis.Redis.from_url(self.url).ping()
        watcher.join(5)


class OwnPostgres:
    """A cluster in a folder of its own, run by the account `postgres` where we are root."""

    def __init__(self):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
        if not found:
            pytest.skip("No initdb on this machine: PostgreSQL was not restarted.")
        self.bin = Path(found[-1]).parent
        self.folder = Path(tempfile.mkdtemp(prefix="rooms-"))
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.port = free_port()
        self.server = f"postgres://postgres@127.0.0.1:{self.port}"
        self.url = f"{self.server}/rooms"
        self._run("initdb", "-D", f"{self.folder}/data", "-U", "postgres", "-A", "trust", "-N")
        self._control("start")

    def _run(self, program, *arguments):
        command = [str(self.bin / program), *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=120)

    def _control(self, act, *more):
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        data, log = f"{self.folder}/data", f"{self.folder}/log"
        self._run("pg_ctl", "-w", "-D", data, "-l", log, "-o", options, *more, act)

    def fill(self, source):
        """Copy the database at an address."""
        subprocess.run([self.bin / "createdb", f"--maintenance-db={self.server}/postgres", "rooms"])
        dump = subprocess.run(
            [self.bin / "pg_dump", "--no-owner", source], check=True, capture_output=True
        )
        subprocess.run(
            [self.bin / "psql", "-q", "-v", "ON_ERROR_STOP=1", self.url],
            input=dump.stdout,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def crash_and_restart(self):
        """Restart as after a power cut: no goodbye, recovery from the log."""
        self._control("restart", "-m", "immediate")

    def stop(self):
        self._control("stop", "-m", "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)
