"""What talking in rooms adds to a member's copy, and what stays of it for others."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import doorbell
from network.discussions import actions, log, notes
from network.discussions.models import (
    Event,
    Filter,
    Message,
    Reading,
    Revision,
    Room,
    Seat,
    Voice,
    Word,
)
from network.members.belongings import Fate, before_erasure, belongs, left_out
from network.members.models import new_public_id


@belongs(Message, "author", title=gettext_lazy("Your messages in rooms"), fate=Fate.CLEARED)
def message(row):
    return {
        _("Room"): row.room.name,
        _("Written on"): row.posted_at.date(),
        _("State"): row.get_state_display(),
        _("This message mentions"): ", ".join(map(str, notes.labels(row.content_notes))),
        _("Your message"): row.sealed_body,
    }


@belongs(Seat, title=gettext_lazy("Rooms that you were invited to"))
def seat(row):
    return {_("Room"): row.room.name, _("Ended"): row.ended_seq is not None}


@belongs(Filter, title=gettext_lazy("What stays closed for you"))
def closed_notes(row):
    return {_("Content notes"): ", ".join(map(str, notes.labels(row.sealed_notes)))}


@belongs(Reading, title=gettext_lazy("How far you have read"))
def reading(row):
    return {_("Room"): row.room.name, _("Number"): row.seq}


left_out(
    Revision,
    "message__author",
    because="What a message said before an edit: for moderators, and gone with its room's days.",
    fate=Fate.CLEARED,
)
left_out(
    Word, "message__author", because="Keyed names of the words, for the search.", fate=Fate.CLEARED
)
left_out(Room, "pinned__author", because="Which message stands at the top.", fate=Fate.CLEARED)
left_out(Voice, because="A random mark for each room; it says nothing.")
left_out(Event, "member", because="That a seat ended stands with the seat.", fate=Fate.CLEARED)


@before_erasure
def stay_without_her(member):
    """Her letters stay under a new mark in each room, or go if she wished so; no two rooms share one."""
    rooms = {found.pk: found for found in _rooms_of(member)}
    for room in rooms.values():
        mark = new_public_id()
        theirs = Message.objects.filter(author=member, room=room)
        keep = not member.takes_words_along
        for found in theirs.select_related("room"):
            found.mark = mark
            if keep or found.state == Message.State.DELETED:
                found.save(update_fields=["mark"])
                # A client that shows it draws it again, without the name.
                log.append(found.room, Event.Kind.EDITED, message=found)
            else:
                actions.erase_text(found)
    doorbell.ring_person(member.pk)


def _rooms_of(member):
    return Room.objects.filter(messages__author=member).distinct()
