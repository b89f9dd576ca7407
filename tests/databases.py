"""Databases to copy: one with the tables, one with the demo, made once for all tests and processes.

Migrating and loading take a quarter of a minute each, copying takes a blink. Both stay (below var/
or on the server) until migrations, packages, code or the day change.
"""

import contextlib
import fcntl
import hashlib
import os
import sqlite3
from datetime import UTC, datetime
from functools import cache

import psycopg
from django.db import connection
from psycopg import sql

from tests.portal.serving import ROOT, environment, manage

FOLDER = ROOT / "var" / "test"
CODE = ("home", "campaigns", "network", "portal", "tests/letters")


@cache
def here():
    """Return the databases of the kind that this run is about."""
    url = os.environ.get("DATABASE_URL", "")
    return PostgreSQL(url) if url.startswith("postgres") else SQLite()


@contextlib.contextmanager
def own_copy(source, name):
    """Let Django work on a copy of `source`, called `name`, until the block ends."""
    usual = connection.settings_dict["NAME"]
    here().copy(source, name)
    _work_on(here().full_name(name))
    yield
    _work_on(usual)
    here().drop(name)


def put_back(source, name):
    """Make the database that Django works on, a copy called `name`, what it was at first."""
    _disconnect()
    here().copy(source, name)


def _work_on(full_name):
    _disconnect()
    # Threads and later connections read the same dictionary.
    connection.settings_dict["NAME"] = full_name


def _disconnect():
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


@cache
def _code():
    # The demo's dates are counted from the day on which it is loaded.
    return f"{_fingerprint('**/*')}-{datetime.now(UTC):%Y-%m-%d}"


@cache
def _fingerprint(pattern):
    found = {path for folder in CODE for path in (ROOT / folder).glob(pattern)}
    wanted = sorted(path for path in found if path.is_file() and path.suffix != ".pyc")
    digest = hashlib.sha256()
    for path in [ROOT / "requirements-dev.txt", *wanted]:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


class Databases:
    """Where databases of one kind are kept; what each was made of stands in a note in FOLDER."""

    def tables(self):
        """Return the name of the database with every table and nothing that a person wrote."""
        with self._one_process_at_a_time():
            return self._tables()

    def demo(self):
        """Return the name of the database with the demo as `load_demo` leaves it."""
        with self._one_process_at_a_time():
            if not self._is_made_of("demo", _code()):
                self.copy(self._tables(), "demo")
                self._manage("demo", "load_demo")
                self._note("demo").write_text(_code())
            return "demo"

    def _tables(self):
        migrations = _fingerprint("**/migrations/*.py")
        # Another branch's migrations cannot be taken back: then begin with nothing.
        if not self._is_made_of("tables", migrations):
            self._note("tables").unlink(missing_ok=True)
            self.create("tables")
        # What follows each migration (rights, keys) may change without one.
        if not self._is_made_of("tables", migrations, _code()):
            self._manage("tables", "migrate", "--run-syncdb")
            self._note("tables").write_text(f"{migrations} {_code()}")
        return "tables"

    def _is_made_of(self, name, *marks):
        note = self._note(name)
        made_of = note.read_text().split() if note.exists() and self.has(name) else []
        return made_of[: len(marks)] == list(marks)

    def _note(self, name):
        return FOLDER / f"{name}-{self.kind}.made-of"

    def _manage(self, name, *command):
        settings = "portal.settings.test"
        manage(environment(self.url(name), settings=settings), *command, "-v0")

    @contextlib.contextmanager
    def _one_process_at_a_time(self):
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / f"{self.kind}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class SQLite(Databases):
    """Databases as files."""

    kind = "sqlite"

    def path(self, name):
        return FOLDER / f"{name}.sqlite3"

    def full_name(self, name):
        return str(self.path(name))

    def url(self, name):
        return f"sqlite:///{self.path(name)}"

    def has(self, name):
        return self.path(name).exists()

    def create(self, name):
        for path in FOLDER.glob(f"{name}.sqlite3*"):
            path.unlink()

    drop = create

    def copy(self, source, name):
        """Make `name` the same as `source`, also while others have it open."""
        with (
            contextlib.closing(sqlite3.connect(self.path(source))) as old,
            contextlib.closing(sqlite3.connect(self.path(name), timeout=20)) as new,
        ):
            new.execute("PRAGMA synchronous=OFF")
            old.backup(new)

    def execute(self, name, statement):
        with contextlib.closing(self._open(name)) as own:
            return own.execute(statement).fetchall()

    def _open(self, name):
        return sqlite3.connect(self.path(name), timeout=20, isolation_level=None)

    @contextlib.contextmanager
    def away(self, name):
        """Take the database away from whoever opens it, until the block ends."""
        path = self.path(name)
        elsewhere = path.with_suffix(".away")
        # A directory in the place of the file: whoever opens it is refused.
        path.rename(elsewhere)
        path.mkdir()
        yield
        path.rmdir()
        elsewhere.rename(path)


class PostgreSQL(Databases):
    """Databases on the server of an address; each checkout has names of its own there."""

    kind = "postgresql"

    def __init__(self, url):
        self.server = url.rpartition("/")[0]
        self.checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]

    def full_name(self, name):
        return f"test_{self.checkout}_{name}".replace("-", "_")

    def url(self, name):
        return f"{self.server}/{self.full_name(name)}"

    def has(self, name):
        known = self._administer("SELECT datname FROM pg_database")
        return (self.full_name(name),) in known

    def create(self, name):
        self.drop(name)
        self._administer("CREATE DATABASE {}", self.full_name(name))

    def drop(self, name):
        self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.full_name(name))

    def copy(self, source, name):
        """Make `name` the same as `source`, which nobody may have open."""
        self.drop(name)
        names = self.full_name(name), self.full_name(source)
        self._administer("CREATE DATABASE {} TEMPLATE {}", *names)

    def execute(self, name, statement):
        with psycopg.connect(self.url(name), autocommit=True) as own:
            cursor = own.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def _administer(self, statement, *names):
        statement = sql.SQL(statement).format(*map(sql.Identifier, names))
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as server:
            cursor = server.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @contextlib.contextmanager
    def away(self, name):
        """Take the database away from whoever opens it, until the block ends."""
        own = self.full_name(name)
        self._administer("ALTER DATABASE {} ALLOW_CONNECTIONS false", own)
        self._administer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
            + sql.Literal(own).as_string()
        )
        yield
        self._administer("ALTER DATABASE {} ALLOW_CONNECTIONS true", own)
