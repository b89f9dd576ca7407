"""Who is told, between processes: numbers only, after the commit, best effort.

A ring that is lost costs seconds and never a word: each hub also looks at the heads of its rooms.
"""

import logging
import threading
from functools import lru_cache, partial

import redis
from django.conf import settings
from django.db import transaction

CHANNEL = "doorbell"
ROOM, PERSON, NOTICE = "r", "p", "n"

logger = logging.getLogger(__name__)
_listeners = set()
_lock = threading.Lock()


def ring_room(room_id, seq):
    """Say after the commit that a room's log reached `seq`."""
    transaction.on_commit(partial(_ring, f"{ROOM}:{room_id}:{seq}"), robust=True)


def ring_person(member_id):
    """Say after the commit that a person's standing, sessions or blocks changed."""
    transaction.on_commit(partial(_ring, f"{PERSON}:{member_id}:0"), robust=True)


def ring_notice(member_id):
    """Say after the commit that there is something new on a person's first page."""
    transaction.on_commit(partial(_ring, f"{NOTICE}:{member_id}:0"), robust=True)


def listen(callback):
    """Call `callback(kind, number, seq)` for each ring in this process; returns how to stop."""
    with _lock:
        _listeners.add(callback)
    return partial(_listeners.discard, callback)


def heard(text):
    """Hand one ring, as it came over the wire, to the listeners; nonsense is ignored."""
    kind, _colon, numbers = text.partition(":")
    number, _colon, seq = numbers.partition(":")
    if kind in {ROOM, PERSON, NOTICE} and number.isdecimal() and seq.isdecimal():
        with _lock:
            listeners = list(_listeners)
        for callback in listeners:
            callback(kind, int(number), int(seq))


def _ring(text):
    # Who listens in this process hears at once, with or without Redis.
    heard(text)
    if settings.REDIS_URL:
        try:
            _connection().publish(CHANNEL, text)
        except redis.RedisError as error:
            logger.warning("The doorbell is silent: %s", type(error).__name__)


@lru_cache(maxsize=1)
def _connection():
    # Short patience: the answer to a member waits for this call.
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5, retry=None
    )
