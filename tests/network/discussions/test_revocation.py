"""Whoever may not be there any more hears nothing more, on a socket that was open before."""

import asyncio
import json
import time

import pytest
import websockets

from tests.home.processes import own_database
from tests.network.discussions import live
from tests.network.discussions.live import Person, say
from tests.network.discussions.services import OwnRedis
from tests.portal.serving import Colleague

# In the room of seats; `member` is the one who goes, `other` the one who goes on writing.
SETTING = """
from uuid import uuid4
from django.utils import timezone
from network import doorbell
from network.access import lockdown
from network.access.models import OpenSession
from network.connections.blocking import block
from network.discussions import actions, arranging, limits
from network.discussions.models import Room, Seat
from network.members.actions import appoint
from network.members.chapters import Office
from network.members.models import User, today
from allauth.account.internal.flows import login
from allauth.mfa.totp.internal.auth import TOTP
from network.access.sessions import SessionStore
from tests.people import SECRET
limits.BURST = 10**6
member, other = User.objects.get(pk={member}), User.objects.get(pk={other})
room = Room.objects.get(public_id={room!r})
"""
OPEN = """
def prove_second_factor(account):
    TOTP.activate(account, SECRET)
    for cookie in {cookies}:
        session = SessionStore(cookie)
        if session.get("_auth_user_id") == str(account.pk):
            session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [dict(method="mfa", at=0)]
            session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(account.pk)
            session.save()
room = arranging.open_room(by=None, kind={kind!r}, name="Another room")
for account in (member, other):
    if room.kind == "council":
        appoint(by=None, account=account, role="council")
        prove_second_factor(account)
    else:
        arranging.give_seat(by=None, room=room, member=account)
print(room.public_id)
"""
SPEAK = "actions.post(by=other, room=room, client_id=uuid4(), body={words!r})"
RING = "\ndoorbell.ring_person(member.pk)\n"
WAYS = {
    "seat ended": (
        "arranging.end_seat(by=None, seat=Seat.objects.get(room=room, member=member))",
        ("revoked", None),
    ),
    "office lost": ("Office.objects.filter(member=member).delete()" + RING, ("revoked", None)),
    "leaving": (
        "User.objects.filter(pk=member.pk).update(standing='closing', closing_on=today())" + RING,
        ("bye", 4403),
    ),
    "session ended": ("OpenSession.objects.filter(member=member).delete()" + RING, ("bye", 4401)),
    "lockdown": (
        # Only who holds a kit can lock down: nothing else would end it.
        "member.recovery_codes.create(number=0, hash='!', made_at=timezone.now(), "
        "trusted_from=timezone.now())\nlockdown.lock_down(by=member)" + RING,
        ("bye", 4401),
    ),
    "block": (
        "block(by=member, other=other)" + RING + "doorbell.ring_person(other.pk)",
        ("reset", None),
    ),
    "blocked": (
        "block(by=other, other=member)" + RING + "doorbell.ring_person(other.pk)",
        ("reset", None),
    ),
}


@pytest.fixture(scope="module")
def redis():
    own = OwnRedis()
    yield own
    own.kill()


@pytest.fixture(scope="module")
def other_database(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), own_database(tmp_path_factory.mktemp("ringing")) as own:
        yield own.url


@pytest.fixture(scope="module")
def ringing(other_database, redis, tmp_path_factory):
    """A site with a doorbell, whose watches look as seldom as on a real site."""
    folder = tmp_path_factory.mktemp("ringing")
    with (
        live.running(other_database, folder, people=16, REDIS_URL=redis.url) as (facts, [server]),
        Colleague(facts["env"]) as colleague,
    ):
        yield facts, server, colleague


@pytest.fixture(scope="module")
def looking(database, tmp_path_factory):
    """A site that hears no rings and looks every second instead of every fifteen."""
    folder = tmp_path_factory.mktemp("looking")
    pace = json.dumps({"standing_every": 1, "sessions_every": 2})
    more = {"REDIS_URL": "", "SOCKET_PACE": pace}
    with (
        live.running(database, folder, people=16, **more) as (facts, [server]),
        Colleague(facts["env"]) as colleague,
    ):
        yield facts, server, colleague


def meet(site, way, number):
    facts, server, colleague = site
    person, other = Person(facts, number, server), Person(facts, number + 1, server)
    setting = SETTING.format(member=person.pk, other=other.pk, room=person.room)
    kind = "council" if way == "office lost" else "seats"
    room = colleague.run(
        setting + OPEN.format(kind=kind, cookies=[person.cookie, other.cookie])
    ).strip()
    assert len(room) == 22, room
    person.room = room
    return person, SETTING.format(member=person.pk, other=other.pk, room=room)


async def story(site, person, setting, way, *, patience, speak_at_once):
    """Return (all frames after the act, seconds until she was told, the last number she may read)."""
    colleague = site[2]
    frames, told = [], None
    act, (kind, code) = WAYS[way]
    async with person.listening() as socket:
        before = setting + SPEAK.format(words="Before")
        assert await asyncio.to_thread(colleague.run, before) == ""
        while "Before" not in json.dumps(frames):
            frames.append(json.loads(await asyncio.wait_for(socket.recv(), 20)))
            await _receive(socket, frames[-1])
        frames.clear()
        after = "\n" + SPEAK.format(words="Spoken afterwards")
        begun = time.monotonic()
        assert (
            await asyncio.to_thread(colleague.run, setting + act + (after if speak_at_once else ""))
            == ""
        )
        try:
            async with asyncio.timeout(patience) as limit:
                while True:
                    frames.append(json.loads(await socket.recv()))
                    await _receive(socket, frames[-1])
                    if frames[-1]["type"] == kind and frames[-1].get("code") == code:
                        told = told or time.monotonic() - begun
                        # What comes now would come at once.
                        limit.reschedule(asyncio.get_running_loop().time() + 2)
                        if not speak_at_once:
                            assert await asyncio.to_thread(colleague.run, setting + after) == ""
        except (TimeoutError, websockets.ConnectionClosed):
            pass
    return frames, told


async def _receive(socket, frame):
    if frame["type"] in {"sync", "event", "skip"}:
        seq = frame.get("to", frame.get("seq"))
        await say(socket, type="received", room=frame["room"], seq=seq)


def _unheard(frames):
    assert "Spoken afterwards" not in json.dumps(frames)


@pytest.mark.services
@pytest.mark.parametrize("way", WAYS)
def test_with_the_doorbell_the_very_next_word_is_not_heard_and_she_is_told_at_once(ringing, way):
    number = 2 * list(WAYS).index(way)
    person, setting = meet(ringing, way, number)
    frames, told = asyncio.run(
        story(ringing, person, setting, way, patience=12, speak_at_once=True)
    )
    _unheard(frames)
    assert told is not None
    # The act itself is done within; on a loaded machine that takes its time, too.
    assert told < 5


@pytest.mark.parametrize("way", WAYS)
def test_without_the_doorbell_a_look_finds_it(looking, way):
    number = 2 * list(WAYS).index(way)
    person, setting = meet(looking, way, number)
    frames, told = asyncio.run(
        story(looking, person, setting, way, patience=15, speak_at_once=False)
    )
    _unheard(frames)
    assert told is not None
