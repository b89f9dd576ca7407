"""Rooms and people for the tests of the rooms."""

import uuid

from network.discussions import actions, arranging
from network.discussions.models import Room
from network.members.chapters import Chapter
from network.profiles.models import Profile
from tests.people import make_account


def make_member(handle, *, name=None, **fields):
    member = make_account(handle, **fields)
    Profile.objects.create(member=member, sealed_pseudonym=name or handle.title())
    return member


def make_chapter(name="Kenya chapter"):
    return Chapter.objects.create(name=name, region="africa", visibility="public")


def make_room(kind=Room.Kind.NETWORK, name="All members", **facts):
    return arranging.open_room(by=None, kind=kind, name=name, **facts)


def post(by, room, body="A quiet word", **fields):
    fields.setdefault("client_id", uuid.uuid4())
    message, _seq, _doubled = actions.post(by=by, room=room, body=body, **fields)
    return message


def address(room, rest=""):
    return f"/network/discussions/{room.public_id}/{rest}"
