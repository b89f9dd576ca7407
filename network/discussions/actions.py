"""What people do in a room: write, edit, delete, and how far they have read."""

import math
import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network import doorbell, policy
from network.discussions import index, limits, log, markup
from network.discussions.models import Event, Filter, Message, Reading, Revision, Room, Voice
from network.discussions.notes import ContentNote
from network.discussions.refusals import Refused
from network.members.models import today

EDIT_WINDOW = timedelta(hours=24)
MOST_NOTES = len(ContentNote)


def post(*, by, room, client_id, body, content_notes=(), reply_to=None):
    """
    Write a message; return (message, seq, whether it was there already).

    `room` comes from `Room.objects.visible_to(by)`; `reply_to` is the public id of a message or "".
    Raises Refused. A repeat of `client_id` (a UUID) with the same text returns what the first made.
    """
    client_id, notes = _client_id(client_id), _notes(content_notes)
    text = _tidy(body)
    tokens = index.tokens_of(text)
    try:
        with log.writing():
            message = _write(by, room, client_id, text, tokens, notes, reply_to)
            return message, message.place, False
    except (IntegrityError, Refused):
        # Most are new: whether it is a repeat is asked only when it was not taken.
        first = _sent_before(by, client_id)
        if first is None:
            raise
    return _as_before(first, room, text, notes)


def edit(*, by, message, rev, body, content_notes=()):
    """Replace one's own text within 24 hours of sending; return (message, seq). Raises Refused."""
    text, notes = _tidy(body), _notes(content_notes)
    limits.take(by, "edits")
    with log.writing():
        message = _own(by, message)
        if timezone.now() - message.posted_at > EDIT_WINDOW:
            raise Refused("edit_window")
        if message.rev != rev:
            raise Refused("stale_revision")
        Revision.objects.create(
            message=message,
            rev=message.rev,
            sealed_body=message.sealed_body,
            content_notes=message.content_notes,
        )
        message.sealed_body, message.content_notes = text, notes
        message.rev, message.edited_on = message.rev + 1, today()
        message.save()
        index.renew(message.pk)
        return message, log.append(message.room, Event.Kind.EDITED, message=message)


def delete(*, by, message):
    """Take one's own message away for everybody, its earlier texts too; return (message, seq)."""
    with log.writing():
        message = _own(by, message)
        return message, erase_text(message)


def erase_text(message, kind=Event.Kind.DELETED):
    """Leave of a message only its place in the room. Within `log.writing`; returns the seq."""
    message.sealed_body, message.content_notes = None, []
    message.state, message.rev = Message.State.DELETED, message.rev + 1
    message.save()
    message.revisions.all().delete()
    message.words.all().delete()
    return log.append(message.room, kind, message=message)


def mark_read(*, by, room, seq):
    """Remember for `by` alone how far she has read."""
    reading, _new = Reading.objects.get_or_create(member=by, room=room)
    Reading.objects.filter(pk=reading.pk, seq__lt=seq).update(seq=seq)


@transaction.atomic
def keep_closed(*, by, notes):
    """Choose the content notes whose messages stay closed until `by` opens them."""
    chosen = Filter.objects.filter(member=by).first() or Filter(member=by)
    chosen.sealed_notes, chosen.changed_on = _notes(notes), today()
    chosen.save()
    doorbell.ring_person(by.pk)


def _write(by, room, client_id, text, tokens, notes, reply_to):
    room = Room.objects.get(pk=room.pk)
    _check_may_write(by, room)
    voice, _new = Voice.objects.get_or_create(room=room, member=by)
    parent = _parent(by, room, reply_to)
    held = room.first_posts_held and not voice.trusted and not policy.moderates(by, room)
    seq = log.next_seq(room)
    message = Message(
        room=room,
        author=by,
        mark=voice.mark,
        client_id=client_id,
        place=seq,
        state=Message.State.HELD if held else Message.State.SHOWN,
        sealed_body=text,
        content_notes=notes,
        reply_to=parent,
        posted_at=timezone.now(),
    )
    message.save(force_insert=True)
    index.write(message, tokens)
    log.append(room, Event.Kind.POSTED, seq=seq, message=message)
    return message


def _check_may_write(by, room):
    if room.locked:
        raise Refused("locked")
    now = timezone.now()
    times = list(
        Message.objects.filter(author=by, room=room)
        .order_by("-posted_at")
        .values_list("posted_at", flat=True)[: limits.BURST]
    )
    if room.slow_seconds and times:
        wait = room.slow_seconds - (now - times[0]).total_seconds()
        if wait > 0:
            raise Refused("slow_mode", retry_after=math.ceil(wait))
    if (wait := limits.wait_after(times, now)) > 0:
        raise Refused("rate_limited", retry_after=math.ceil(wait))


def _sent_before(by, client_id):
    return Message.objects.filter(author=by, client_id=client_id).first()


def _as_before(first, room, text, notes):
    # An edit since then does not make a repeat of the first sending a conflict.
    changed = first.rev == 1 and (first.sealed_body, first.content_notes) != (text, notes)
    if first.room_id != room.pk or changed:
        raise Refused("client_id_conflict")
    return first, first.place, True


def _own(by, message):
    found = Message.objects.select_for_update(no_key=True).select_related("room").get(pk=message.pk)
    if not policy.may_change_message(by, found):
        raise Refused("forbidden")
    return found


def _parent(by, room, reply_to):
    if not reply_to:
        return None
    reader = log.reader_for(by, is_moderator=policy.moderates(by, room))
    parent = log.visible_messages([room], reader).filter(public_id=str(reply_to)[:40]).first()
    if parent is None:
        fields = {"reply_to": _("This message is not here any more.")}
        raise Refused("invalid", fields["reply_to"], fields=fields)
    return parent


def _client_id(value):
    try:
        return uuid.UUID(str(value))
    except ValueError:
        sentence = _("%(name)s must be a UUID.") % {"name": "client_id"}
        raise Refused("invalid", sentence, fields={"client_id": sentence}) from None


def _notes(slugs):
    wanted = [slug for slug in slugs if isinstance(slug, str)] if _is_list(slugs) else None
    if wanted is None or len(wanted) != len(slugs) or not set(wanted) <= set(ContentNote.values):
        sentence = _("Choose the content notes from the list.")
        raise Refused("invalid", sentence, fields={"content_notes": sentence})
    return sorted(set(wanted))


def _is_list(value):
    return isinstance(value, list | tuple) and len(value) <= MOST_NOTES


def _tidy(body):
    if not isinstance(body, str):
        sentence = _("%(name)s must be a text.") % {"name": "body"}
        raise Refused("invalid", sentence, fields={"body": sentence})
    try:
        return markup.tidy(body)
    except ValidationError as error:
        code = "too_large" if error.code == "too_large" else "invalid"
        raise Refused(code, error.messages[0], fields={"body": error.messages[0]}) from None
