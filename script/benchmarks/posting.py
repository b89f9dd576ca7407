"""Ways to append that are measured beside the act: bare statements, and requests by HTTP."""

import http.client
import json
import sqlite3
import threading
import time
import uuid
from contextlib import closing

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone

from network.discussions import log
from network.discussions.models import Event, Message, RoomHead

HEAD, EVENT = RoomHead._meta.db_table, Event._meta.db_table
COLUMNS = "room_id, seq, kind, message_id, member_id"
CTE = f"""WITH n AS (UPDATE {HEAD} SET last_seq = last_seq + 1 WHERE room_id = %s RETURNING last_seq)
INSERT INTO {EVENT} ({COLUMNS}) SELECT %s, last_seq, 'message.posted', %s, NULL FROM n"""  # noqa: S608
COUNT = f"UPDATE {HEAD} SET last_seq = last_seq + 1 WHERE room_id = ? RETURNING last_seq"  # noqa: S608
INSERT = f"INSERT INTO {EVENT} ({COLUMNS}) VALUES (?, ?, 'message.posted', NULL, NULL)"  # noqa: S608


def in_threads(writers, messages, work):
    """Call `work(count)` in so many threads and return the seconds of all."""
    counts = [messages // writers + (number < messages % writers) for number in range(writers)]
    threads = [threading.Thread(target=work, args=[count]) for count in counts]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - begun


def bare(room):
    """Return a function that appends events in a loop with the driver alone."""
    return _psycopg(room) if connection.vendor == "postgresql" else _sqlite(room)


def _psycopg(room):
    facts = connection.get_connection_params()
    words = {name: facts[name] for name in ("dbname", "user", "password", "host", "port")}

    def work(count):
        with psycopg.connect(**words, autocommit=True) as own:
            for _ in range(count):
                own.execute(CTE, [room.pk, room.pk, None])

    return work


def _sqlite(room):
    line, options = threading.Lock(), settings.DATABASES["default"]["OPTIONS"]

    def work(count):
        name = connection.settings_dict["NAME"]
        with closing(sqlite3.connect(name, timeout=20, isolation_level=None)) as own:
            own.executescript(options["init_command"])
            for _ in range(count):
                with line:
                    own.execute("BEGIN IMMEDIATE")
                    seq = own.execute(COUNT, [room.pk]).fetchone()[0]
                    own.execute(INSERT, [room.pk, seq])
                    own.execute("COMMIT")

    return work


def database_part(room, author, text):
    """Return a function that writes message and event as the act does, without its questions."""

    def work(count):
        for _ in range(count):
            with log.writing():
                seq = log.next_seq(room)
                message = Message(room=room, author=author, mark="m" * 22, place=seq)
                message.client_id, message.posted_at = uuid.uuid4(), timezone.now()
                message.sealed_body = text
                message.save(force_insert=True)
                log.append(room, Event.Kind.POSTED, seq=seq, message=message)
        connection.close()

    return work


def send(port, room, cookies, messages, writers, turns):
    """Post by HTTP, each time as another member; return the seconds and how many were refused."""
    path, refused = f"/network/discussions/{room}/messages/", []
    token = "a" * 32
    lock = threading.Lock()

    def work(count):
        own = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(count):
            with lock:
                cookie = cookies[next(turns) % len(cookies)]
            headers = {
                "Host": "localhost",
                "Origin": "http://localhost",
                "Content-Type": "application/json",
                "Cookie": f"{cookie}; {settings.CSRF_COOKIE_NAME}={token}",
                "X-CSRFToken": token,
            }
            body = json.dumps({"client_id": str(uuid.uuid4()), "body": "quiet words " * 25})
            own.request("POST", path, body, headers)
            answer = own.getresponse()
            answer.read()
            if answer.status != 201:
                refused.append(answer.status)
        own.close()

    seconds = in_threads(writers, messages, work)
    return {"seconds": seconds, "refused": len(refused), "statuses": sorted(set(refused))}
