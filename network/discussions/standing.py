"""Whether the people behind open sockets may still be there: a few queries for all of them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from network import policy
from network.access.models import OpenSession
from network.connections.models import Block
from network.discussions.models import Room


@dataclass(frozen=True)
class Watched:
    """What is believed of one open socket."""

    member_id: int
    session_row: str
    room_ids: frozenset
    apart: frozenset


@dataclass
class Found:
    """What holds at this moment."""

    sessions: set
    inside: dict  # room id to the members who may be there
    apart: dict = field(default_factory=dict)

    def is_unchanged(self, socket):
        """Whether a socket's session lives, all its rooms are open to it, and its blocks are known."""
        return (
            socket.session_row in self.sessions
            and all(socket.member_id in self.inside.get(room, ()) for room in socket.cursors)
            and self.apart.get(socket.member_id, frozenset()) == socket.reader.apart
        )


def look(watched):
    """Return Found for these sockets; one query for each room, three besides."""
    members = {one.member_id for one in watched}
    rows = {one.session_row for one in watched}
    rooms = Room.objects.filter(pk__in={room for one in watched for room in one.room_ids})
    living = OpenSession.objects.filter(session_key__in=rows, expire_date__gt=timezone.now())
    accounts = get_user_model().objects.filter(pk__in=members)
    return Found(
        sessions=set(living.values_list("session_key", flat=True)),
        inside={
            room.pk: set(accounts.filter(policy.members_in(room)).values_list("pk", flat=True))
            for room in rooms
        },
        apart=_apart(members),
    )


def _apart(members):
    found = defaultdict(set)
    pairs = Block.objects.filter(Q(by__in=members) | Q(other__in=members), other__isnull=False)
    for one, other in pairs.values_list("by", "other"):
        found[one].add(other)
        found[other].add(one)
    return {member: frozenset(others) for member, others in found.items()}
