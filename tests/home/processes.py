"""Real processes of the portal on a database of their own."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql


@contextmanager
def own_database(tmp_path):
    """Copy the migrated test database; ends the surrounding test's own transaction."""
    if connection.vendor == "sqlite":
        yield SQLiteCopy(tmp_path / "portal.sqlite3")
    else:
        copy = PostgreSQLCopy(f"{connection.settings_dict['NAME']}_{os.getpid()}")
        try:
            yield copy
        finally:
            copy.drop()


class SQLiteCopy:
    def __init__(self, path):
        self.path, self.url = path, f"sqlite:///{path}"
        connection.ensure_connection()
        path.write_bytes(connection.connection.serialize())

    def execute(self, statement):
        with closing(sqlite3.connect(self.path, timeout=20, isolation_level=None)) as own:
            return own.execute(statement).fetchall()

    @contextmanager
    def away(self):
        away = self.path.with_suffix(".away")
        # A directory in the place of the file: whoever opens it is refused.
        self.path.rename(away)
        self.path.mkdir()
        yield
        self.path.rmdir()
        away.rename(self.path)


class PostgreSQLCopy:
    def __init__(self, name):
        values = connection.settings_dict
        parts = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        self.where = {ours: values[theirs] for ours, theirs in parts.items()}
        self.name = name
        password = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
        server = f"{values['HOST']}:{values['PORT']}"
        self.url = f"postgres://{values['USER']}{password}@{server}/{name}"
        # PostgreSQL copies only a database that nobody is connected to.
        connection.close()
        connection.close_pool()
        self.drop()
        self._manage("CREATE DATABASE {} TEMPLATE {}", self.name, values["NAME"])

    def execute(self, statement):
        with psycopg.connect(dbname=self.name, autocommit=True, **self.where) as own:
            cursor = own.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def away(self):
        self._manage("ALTER DATABASE {} ALLOW_CONNECTIONS false", self.name)
        self._manage(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
            + sql.Literal(self.name).as_string()
        )
        yield
        self._manage("ALTER DATABASE {} ALLOW_CONNECTIONS true", self.name)

    def drop(self):
        self._manage("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)

    def _manage(self, statement, *names):
        with psycopg.connect(dbname="postgres", autocommit=True, **self.where) as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


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
