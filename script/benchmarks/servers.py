"""Servers for measurements: Daphne processes on free ports, one temporary database."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def say(text):
    print(text, flush=True)  # noqa: T201


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One Daphne process, started as script/server starts it."""

    def __init__(self, folder, application, **env):
        self.port = free_port()
        self.folder, self.application, self.env = folder, application, env
        self.start()

    def start(self):
        self.log = self.folder / f"{self.port}.log"
        self.process = subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-m", "daphne", "-v", "0", "--no-server-name"),
                *("-b", "127.0.0.1", "-p", str(self.port), self.application),
            ],
            env=os.environ | environment(self.folder) | self.env,
            cwd=ROOT,
            stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT,
        )

    def wait(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError):
                self.get("/healthz")
                return self
            time.sleep(0.1)
        raise RuntimeError(f"The server did not start:\n{self.log.read_text()}")

    def get(self, path, **headers):
        """Return (status, header pairs, body)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        answer = response.status, response.getheaders(), response.read()
        connection.close()
        return answer

    def memory(self):
        """Return the resident memory in MB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("No memory figure")

    def processor_time(self):
        """Return the seconds of processor time that the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @contextlib.contextmanager
    def stopped(self):
        """Let the process stand still until the block ends."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def environment(folder):
    return {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3"),
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONPATH": f"{ROOT / 'script'}:{ROOT}",
        "PYTHONWARNINGS": "ignore",
    }


def prepare_tables(folder):
    """Make a database with every table and nothing that a person wrote, from the one of the tests."""
    from tests.databases import SQLite

    say("  making a database …")
    tables = SQLite()
    shutil.copy(tables.path(tables.tables()), folder / "bench.sqlite3")


def prepare(folder):
    """Make the database, the static files and, where the command exists, the demo content."""
    env = os.environ | environment(folder)

    def manage(*words):
        command = [sys.executable, "-m", "django", *words]
        return subprocess.run(command, env=env, cwd=ROOT, check=False, capture_output=True)  # noqa: S603

    say("  making a database and static files …")
    for words in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        result = manage(*words)
        if result.returncode:
            raise RuntimeError(result.stderr.decode())
    if b"load_demo" in manage("help", "--commands").stdout.split():
        say("  loading the demo …")
        if (result := manage("load_demo")).returncode:
            raise RuntimeError(result.stderr.decode())


@contextlib.contextmanager
def running(folder, **wanted):
    """Start servers: name=(application, extra environment); yield them by name."""
    servers = {}
    try:
        for name, (application, env) in wanted.items():
            servers[name] = Server(folder, application, **env)
        for server in servers.values():
            server.wait()
        yield servers
    finally:
        for server in servers.values():
            server.stop()
