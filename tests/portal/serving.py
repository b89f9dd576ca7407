"""Real servers for tests and measurements: Daphne processes on free ports, one database."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DAPHNE = [sys.executable, "-m", "daphne", "-v", "0", "--no-server-name"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(database_url, settings="tests.portal.site.settings", **more):
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": database_url,
        "PYTHONPATH": str(ROOT),
        **more,
    }


def manage(env, *arguments, cwd=ROOT):
    command = [sys.executable, "-m", "django", *arguments]
    return subprocess.run(command, env=env, cwd=cwd, check=True, capture_output=True, text=True)


class Colleague:
    """One more process of the site that runs what it is told; starting one each time takes seconds."""

    LOOP = """
import contextlib, io, json, sys, traceback
import django
django.setup()
for line in sys.stdin:
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            exec(json.loads(line), {})
    except BaseException:
        said.write(traceback.format_exc())
    print(json.dumps(said.getvalue()), flush=True)
"""

    def __init__(self, env):
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.LOOP],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code):
        """Run Python there and return what it printed, or its traceback."""
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class Server:
    """One running process; `log()` is what it wrote."""

    def __init__(self, env, cwd, application="portal.asgi:application", port=None):
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.logfile = Path(cwd) / f"server-{self.port}.log"
        self.command = [*DAPHNE, "-b", "127.0.0.1", "-p", str(self.port), application]
        self.env, self.cwd = env, cwd
        self.start()

    def start(self):
        """Begin, or begin again after the end: at the same port, with the same log."""
        with self.logfile.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.env, cwd=self.cwd, stdout=log, stderr=subprocess.STDOUT
            )

    def kill(self):
        """End it in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()

    def wait(self, path="/healthz", seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(self.url + path, timeout=5):  # noqa: S310
                    return self
            except urllib.error.HTTPError:
                return self
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"The server did not start:\n{self.log()}")

    def log(self):
        return self.logfile.read_text()

    def memory(self):
        """Return the resident memory in bytes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError("No memory figure")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextlib.contextmanager
def serve(env, cwd, application="portal.asgi:application", wait_for="/healthz", port=None):
    server = Server(env, cwd, application, port)
    try:
        yield server.wait(wait_for)
    finally:
        server.stop()
