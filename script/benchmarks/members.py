"""A process that writes into a room by the real act: it makes members, sessions and messages."""

import statistics
import threading
import time
import uuid

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import login  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.http import HttpRequest  # noqa: E402

from benchmarks import posting  # noqa: E402
from benchmarks.children import obey  # noqa: E402
from network.access import lock  # noqa: E402
from network.access.sessions import SessionStore  # noqa: E402
from network.discussions import actions, arranging, limits, log  # noqa: E402
from network.discussions.models import Room  # noqa: E402
from network.discussions.refusals import Refused  # noqa: E402
from network.members.models import Standing, User, today  # noqa: E402
from network.profiles.models import Profile  # noqa: E402

WORDS = "the words of somebody who was there and wants the others to know "
_turns = iter(range(10**9))
_people = []
_times = []


def settle(people):
    """Make a room and members with an open session each; return the room's id and the cookies."""
    with transaction.atomic():
        room = arranging.open_room(by=None, kind=Room.Kind.NETWORK, name="All members")
        cookies = [cookie_of(make(number)) for number in range(people)]
    _people[:] = User.objects.order_by("pk")
    return {"room": room.public_id, "cookies": cookies}


def make(number):
    member = User.objects.create_user(
        f"member-{number}", standing=Standing.MEMBER, safety_read_on=today()
    )
    Profile.objects.create(member=member, sealed_pseudonym=f"Name {number}")
    return member


def cookie_of(member):
    request = HttpRequest()
    request.session = SessionStore()
    login(request, member, settings.AUTHENTICATION_BACKENDS[0])
    request.session["started"] = request.session[lock.SEEN] = time.time()
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


def head():
    """Return the last number of the room's log."""
    return log.head_of(Room.objects.earliest("pk"))


def act_times():
    """Return the milliseconds that 95 of 100 acts since the last question took at most."""
    late = statistics.quantiles(_times, n=20)[18] * 1000
    _times.clear()
    return late


def append(way, messages, writers):
    """Append by one of three ways and return the seconds, and those of the processor."""
    room = Room.objects.earliest("pk")
    before = time.process_time()
    if way == "act":
        seconds = write(messages, writers=writers)
        return {"seconds": seconds, "cost": time.process_time() - before}
    work = {
        "bare": lambda: posting.bare(room),
        "database": lambda: posting.database_part(room, _people[0], sentence(300)),
    }[way]()
    seconds = posting.in_threads(writers, messages, work)
    return {"seconds": seconds, "cost": time.process_time() - before}


def send(**words):
    return posting.send(turns=_turns, **words)


def sentence(size):
    """Return a text of `size` characters that tells when it was written."""
    stamp = f"stamp{time.monotonic():.6f}e "
    return (stamp + WORDS * (size // len(WORDS) + 1))[:size]


def write(messages, interval=0, writers=1, size=300):
    """Post so many messages, by other members in turn, and return the seconds that it took."""
    room = Room.objects.earliest("pk")
    begun = time.monotonic()

    def work(numbers):
        for number in numbers:
            time.sleep(max(0, begun + number * interval - time.monotonic()))
            post(room, size)
        connections.close_all()

    threads = [
        threading.Thread(target=work, args=[range(first, messages, writers)])
        for first in range(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - begun


def post(room, size):
    while True:
        by, begun = _people[next(_turns) % len(_people)], time.monotonic()
        try:
            actions.post(by=by, room=room, client_id=uuid.uuid4(), body=sentence(size))
            _times.append(time.monotonic() - begun)
            return
        except Refused as refusal:
            # Everybody wrote five times already: go on with the next one after a while.
            if refusal.code != "rate_limited":
                raise
            time.sleep(limits.SECONDS_EACH / len(_people))


if __name__ == "__main__":
    obey(
        {
            "settle": settle,
            "write": write,
            "head": head,
            "append": append,
            "send": send,
            "act_times": act_times,
        }
    )
