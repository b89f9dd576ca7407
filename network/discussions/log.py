"""The one reader and the one writer of a room's log. What was taken away is never read again."""

import hashlib
import json
import threading
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from network import doorbell
from network.connections.models import Block
from network.discussions.letters import (
    HELD,
    SHOWN,
    WITH_PEOPLE,
    Variant,
    is_past,
    render,
    variant_of,
)
from network.discussions.models import Event, Filter, Message, RoomHead

PAGE = 50
# SQLite has one writer; waiting in line here is fairer than its own waiting.
_sqlite_line = threading.Lock()


# Writing -----------------------------------------------------------------------------------------


@contextmanager
def writing():
    """The outermost transaction of an act in a room: what it acknowledges is on the disk."""
    line = _sqlite_line if connection.vendor == "sqlite" else nullcontext()
    with line, transaction.atomic(durable=True):
        yield


def next_seq(room):
    """
    Return the next number of the room's log; the room's other writers wait from here to the commit.

    A row that counts, because numbers of an automatic id can be committed in another order.
    What an act locks before it asks is locked with `no_key`: writers who are ahead may still refer to it.
    """
    table = RoomHead._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET last_seq = last_seq + 1 WHERE room_id = %s RETURNING last_seq",  # noqa: S608
            [room.pk],
        )
        return cursor.fetchone()[0]


def append(room, kind, *, seq=None, message=None, member=None):
    """Add an event as the last write of an act, and ring after the commit; returns its number."""
    seq = seq or next_seq(room)
    Event.objects.create(room=room, seq=seq, kind=kind, message=message, member=member)
    doorbell.ring_room(room.pk, seq)
    return seq


# Reading -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reader:
    """What of a room one member may see, apart from the room itself."""

    member_id: int
    is_moderator: bool
    # Accounts that blocked her or that she blocked.
    apart: frozenset
    # Content notes that she keeps closed.
    closed: frozenset
    language: str

    def sees(self, message):
        """Whether the message exists for her, as words or as a note in its place."""
        if message.author_id is not None and message.author_id in self.apart:
            return False
        if message.state == HELD:
            return self.is_moderator or message.author_id == self.member_id
        return True

    def reads(self, message):
        """Whether she may read its words."""
        return self.sees(message) and message.state in {SHOWN, HELD}

    def keeps_closed(self, message):
        return message.author_id != self.member_id and not self.closed.isdisjoint(
            message.content_notes
        )


def reader_for(member, *, is_moderator):
    """Return how `member` reads, in the language of this moment; two queries."""
    blocks = Block.objects.filter(Q(by=member) | Q(other=member))
    apart = {one for pair in blocks.values_list("by", "other") for one in pair}
    chosen = Filter.objects.select_related("member__key").filter(member=member).first()
    return Reader(
        member_id=member.pk,
        is_moderator=is_moderator,
        apart=frozenset(apart - {None, member.pk}),
        closed=frozenset(chosen.sealed_notes if chosen else ()),
        language=translation.get_language() or "en",
    )


@dataclass
class Entry:
    """One event with the present state of what it points to, and what was rendered of it so far."""

    seq: int
    kind: str
    message: Message | None
    member_id: int | None
    rendered: dict = field(default_factory=dict)
    # By language, what is sent to everybody whose view of it is not her own.
    texts: dict = field(default_factory=dict)
    people: frozenset = frozenset()
    notes: frozenset = frozenset()

    def prepare(self, languages, room):
        """Draw what most readers will need, so that sending it is only sending."""
        message = self.message
        if message is None:
            frame = self.frame_for(None, room) or skip(room, self.seq)
            self.texts = dict.fromkeys(languages, json.dumps(frame))
            return
        parent = message.reply_to
        if message.state == HELD or (parent is not None and parent.state == HELD):
            return
        self.people = frozenset({message.author_id, parent and parent.author_id})
        self.notes = frozenset(message.content_notes)
        shown = parent is not None and parent.state == SHOWN
        for language in languages:
            variant = Variant(language, closed=False, reply_shown=shown)
            self.texts[language] = json.dumps(self._drawn(variant, room))

    def renew(self, message):
        """Point to the present state of a message; what was drawn of an earlier one is forgotten."""
        if self.message is None:
            return
        if self.message.pk == message.pk:
            self.message = message
        elif self.message.reply_to_id == message.pk:
            self.message.reply_to = message
        else:
            return
        self.rendered, self.texts = {}, {}

    def ready_text(self, reader):
        """Return the frame as text if it is drawn already and needs nothing of the reader's own."""
        if reader.member_id in self.people or not (
            reader.apart.isdisjoint(self.people) and reader.closed.isdisjoint(self.notes)
        ):
            return None
        return self.texts.get(reader.language)

    def frame_for(self, reader, room):
        """Return the event as this reader may see it, or None when it is to be skipped."""
        if self.message is None:
            return self._bare(room) if self.kind == Event.Kind.CHANGED else None
        if not reader.sees(self.message) or is_past(self.message, room):
            return None
        frame = dict(self._drawn(variant_of(self.message, reader), room))
        if self.message.author_id == reader.member_id:
            frame["client_id"] = str(self.message.client_id)
        return frame

    def _bare(self, room):
        return {"type": "event", "room": room.public_id, "seq": self.seq, "kind": self.kind}

    def _drawn(self, variant, room):
        if variant not in self.rendered:
            message = self.message
            self.rendered[variant] = self._bare(room) | {
                "message": message.public_id,
                "place": message.place,
                "rev": message.rev,
                "state": message.state,
                "author": message.mark,
                "html": render(message, variant, room),
            }
        return self.rendered[variant]


def rows(room, *, since, limit):
    """Return the entries after `since`, at most `limit`, in order; one query."""
    events = (
        Event.objects.filter(room=room, seq__gt=since)
        .select_related(*(f"message__{name}" for name in WITH_PEOPLE))
        .order_by("seq")[:limit]
    )
    return [
        Entry(seq=event.seq, kind=event.kind, message=event.message, member_id=event.member_id)
        for event in events
    ]


def head_of(room):
    return RoomHead.objects.values_list("last_seq", flat=True).get(room=room)


def read(room, *, since, limit, reader, head=None):
    """
    Return what stands after `since` as the `sync` object of the contract.

    Numbers that the reader may not see become `skip`, consecutive ones one.
    """
    head = head_of(room) if head is None else head
    entries = rows(room, since=since, limit=limit) if since < head else []
    events = frames(entries, reader, room)
    last = entries[-1].seq if entries else since
    return {
        "type": "sync",
        "room": room.public_id,
        "epoch": room.epoch,
        "from": since + 1,
        "to": last,
        "head": max(head, last),
        "more": last < head,
        "events": events,
    }


def cut(sync, most_bytes):
    """Return a `sync` of at most so many bytes of events, or of one event: the rest is told later."""
    size = 0
    for number, frame in enumerate(sync["events"]):
        size += len(json.dumps(frame))
        if size > most_bytes and number:
            kept = sync["events"][:number]
            return sync | {"events": kept, "to": kept[-1]["seq"], "more": True}
    return sync


def skip(room, seq):
    """Return the frame that moves a cursor over what its reader may not see."""
    return {"type": "skip", "room": room.public_id, "seq": seq}


def frames(entries, reader, room):
    """Return frames for these entries in order, `skip` where the reader may see nothing."""
    found = []
    for entry in entries:
        frame = entry.frame_for(reader, room)
        if frame is None:
            if found and found[-1]["type"] == "skip":
                found.pop()
            found.append(skip(room, entry.seq))
        else:
            found.append(frame)
    return found


def messages(room, reader, *, before=None, after=None, limit=PAGE):
    """Return up to `limit` messages that exist for the reader, oldest first; one query."""
    found = visible_messages([room], reader).select_related(*WITH_PEOPLE)
    if after is not None:
        return list(found.filter(place__gt=after).order_by("place")[:limit])
    if before is not None:
        found = found.filter(place__lt=before)
    return list(found.order_by("-place")[:limit])[::-1]


def visible_messages(rooms, reader):
    """Return the queryset of messages that exist for the reader in these rooms, which she may enter."""
    found = Message.objects.filter(room__in=rooms)
    if not reader.is_moderator:
        mine = found.filter(author=reader.member_id)
        found = found.exclude(state=HELD) | mine.filter(state=HELD)
    if reader.apart:
        # Not `exclude`: it would lose the messages of accounts that are gone.
        found = found.filter(author__isnull=True) | found.exclude(author__in=reader.apart)
    for room in rooms:
        if room.retention_days:
            last = timezone.now() - timedelta(days=room.retention_days)
            found = found.exclude(room=room, posted_at__lte=last)
    return found


def view_of(room, reader):
    """
    Return a text that changes when this room's log would look different to the reader.

    Only people who wrote here count: a block by anybody else must not show. Keyed, or the numbers of
    accounts could be tried out.
    """
    written = visible_messages([room], replace(reader, apart=frozenset()))
    hidden = written.filter(author__in=reader.apart).values_list("author", flat=True).distinct()
    facts = [room.pk, reader.is_moderator, sorted(hidden), sorted(reader.closed), reader.language]
    view = salted_hmac("discussions.view", json.dumps(facts), algorithm="sha256")
    return view.hexdigest()[:12]


def digest(room, *, upto, reader):
    """Return SHA-256 in hex over (seq, message, rev, state) up to a number, as the reader sees them."""
    total = hashlib.sha256()
    events = Event.objects.filter(room=room, seq__lte=upto).select_related("message")
    for event in events.order_by("seq").iterator(chunk_size=500):
        message = event.message
        if message is not None and reader.sees(message):
            line = [event.seq, message.public_id, message.rev, message.state]
            total.update(json.dumps(line, separators=(",", ":")).encode() + b"\n")
    return total.hexdigest()
