"""What moderators and administrators do with a room: open it, seat people, lock it, let posts through."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from home.audit.actions import record
from home.audit.deeds import ID, NUMBER, declare
from network import doorbell, policy
from network.discussions import log
from network.discussions.models import Event, Message, Room, RoomHead, Seat, Voice

OPENED = declare("room.opened", _("Room opened"))
CHANGED = declare("room.changed", _("Room changed"), locked=NUMBER, slow_seconds=NUMBER)
SEATED = declare("room.seated", _("Seat in a room given"), room=ID)
UNSEATED = declare("room.unseated", _("Seat in a room taken away"), room=ID)
APPROVED = declare("message.approved", _("Held message let through"))
OPERATOR = "console"


@transaction.atomic
def open_room(*, by, kind, name, chapter=None, **facts):
    """Make a room with its empty log; `by` as in `members.actions.create_account`."""
    policy.require(policy.may_appoint(by))
    room = Room(kind=kind, name=name, chapter=chapter, **facts)
    room.full_clean()
    room.save()
    RoomHead.objects.create(room=room)
    record(by=by or OPERATOR, deed=OPENED, subject=room)
    return room


def change(*, by, room, **facts):
    """Change the rules of a room (locked, slow_seconds, retention_days, first_posts_held, about)."""
    policy.require(policy.moderates(by, room))
    with log.writing():
        room = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        for name, value in facts.items():
            setattr(room, name, value)
        room.full_clean()
        room.save(update_fields=[*facts])
        seq = log.append(room, Event.Kind.CHANGED)
        now = {"locked": room.locked, "slow_seconds": room.slow_seconds}
        record(by=by, deed=CHANGED, subject=room, facts=now)
    return room, seq


def pin(*, by, room, message):
    """Show a message above all others of its room, or none."""
    policy.require(policy.moderates(by, room))
    with log.writing():
        Room.objects.filter(pk=room.pk).update(pinned=message)
        return log.append(room, Event.Kind.CHANGED)


@transaction.atomic
def give_seat(*, by, room, member):
    """Let a member into a room of seats; returns the Seat."""
    policy.require(policy.may_appoint(by) or policy.moderates(by, room))
    seat, _new = Seat.objects.get_or_create(room=room, member=member, ended_seq=None)
    record(by=by or OPERATOR, deed=SEATED, subject=member, facts={"room": room.public_id})
    return seat


def end_seat(*, by, seat):
    """End a seat: an event of the room's own log, after which the person reads nothing more."""
    policy.require(policy.may_appoint(by) or policy.moderates(by, seat.room))
    with log.writing():
        seat = Seat.objects.select_for_update(no_key=True).select_related("room").get(pk=seat.pk)
        if seat.ended_seq is None:
            seat.ended_seq = log.append(seat.room, Event.Kind.LEFT, member=seat.member)
            seat.save(update_fields=["ended_seq"])
            facts = {"room": seat.room.public_id}
            record(by=by or OPERATOR, deed=UNSEATED, subject=seat.member, facts=facts)
            doorbell.ring_person(seat.member_id)
    return seat


def approve(*, by, message):
    """Let a held message through, in its place; what its author writes here later is not held."""
    policy.require(policy.moderates(by, message.room))
    with log.writing():
        message = (
            Message.objects.select_for_update(no_key=True).select_related("room").get(pk=message.pk)
        )
        if message.state == Message.State.HELD:
            message.state, message.rev = Message.State.SHOWN, message.rev + 1
            message.save(update_fields=["state", "rev"])
            Voice.objects.filter(room=message.room, member=message.author).update(trusted=True)
            log.append(message.room, Event.Kind.RESTORED, message=message)
            record(by=by, deed=APPROVED, subject=message)
    return message
