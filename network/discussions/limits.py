"""How often a person may do something in a room: counted per person, not per address."""

import logging

import redis
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from network.discussions.refusals import Refused

logger = logging.getLogger(__name__)

# Messages to one room: some at once, then one in a while.
BURST, SECONDS_EACH = 5, 2
# Everything else: at most so many within so many seconds.
LIMITS = {"edits": (10, 60), "subscribes": (30, 60), "handshakes": (20, 60), "searches": (20, 60)}


def wait_after(times, now):
    """Return the seconds to wait after messages at `times` (latest first), 0 for none."""
    level = 0.0
    previous = None
    for at in reversed(times):
        if previous is not None:
            level = max(0.0, level - (at - previous).total_seconds() / SECONDS_EACH)
        level, previous = level + 1, at
    if previous is None:
        return 0
    level = max(0.0, level - (now - previous).total_seconds() / SECONDS_EACH)
    return max(0.0, (level + 1 - BURST) * SECONDS_EACH)


def take(member, what):
    """Count one more of `what` for a member; raises Refused when there were too many."""
    most, seconds = LIMITS[what]
    # Keyed, so that a copy of the cache names nobody.
    key = salted_hmac(f"discussions.{what}", str(member.pk), algorithm="sha256").hexdigest()
    try:
        cache.add(key, 0, seconds)
        taken = cache.incr(key)
    except ValueError:  # it ran out between the two
        return
    except redis.RedisError as error:
        # Members may go on talking while the counters are away.
        logger.warning("Nothing is counted: %s", type(error).__name__)
        return
    if taken > most:
        raise Refused("rate_limited", retry_after=seconds)
