"""A light thread in each web process that reads the public counter four times a second."""

import copy
import logging
import os
import threading
import time

from django.db import DatabaseError, connections
from django.db.utils import load_backend

from home.pagecache.models import PublicVersion
from home.pagecache.store import pages

INTERVAL_SECONDS = 0.25

logger = logging.getLogger(__name__)


def own_connection():
    """Return a connection outside the pool, so that a busy pool never blinds the watcher."""
    parameters = copy.deepcopy(connections["default"].settings_dict)
    parameters["OPTIONS"].pop("pool", None)
    return load_backend(parameters["ENGINE"]).DatabaseWrapper(parameters, "default")


def read_version(connection):
    """Return the counter, 0 before the first change; raises DatabaseError."""
    model = PublicVersion._meta
    table = connection.ops.quote_name(model.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT version FROM {table}")  # noqa: S608 — a constant name
        row = cursor.fetchone()
    return row[0] if row else 0


class Watcher:
    """Keeps `store` in step with the database for as long as the process lives."""

    def __init__(self, store=pages, interval=INTERVAL_SECONDS):
        self.store = store
        self.interval = interval
        self._pid = None
        self._lock = threading.Lock()

    def ensure_started(self):
        """Start the thread once in each process (a fork does not inherit threads)."""
        if self._pid == os.getpid():
            return
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                threading.Thread(target=self.run, name="page-cache", daemon=True).start()

    def run(self):
        connection = own_connection()
        failing = False
        while True:
            # Taken before the question: the answer says nothing about any later moment.
            at = time.monotonic()
            try:
                self.store.confirm(read_version(connection), at=at)
                failing = False
            except DatabaseError as error:
                connection.close()
                if not failing:
                    logger.warning("The page cache rests: %s", type(error).__name__)
                failing = True
            time.sleep(self.interval)
