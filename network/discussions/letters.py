"""How a message is drawn: the same template makes the page, the catch-up and the socket's event."""

from dataclasses import dataclass
from datetime import timedelta

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from network.discussions import markup, notes
from network.discussions.models import Message
from network.members.models import Standing

SHOWN, HELD = Message.State.SHOWN, Message.State.HELD
# What drawing needs besides the message itself.
WITH_PEOPLE = (
    "author__profile",
    "author__key",
    "author__lockdown",
    "author__chapter",
    "reply_to",
)


@dataclass(frozen=True)
class Variant:
    """All that makes one reader's view of a message differ from another's."""

    language: str
    closed: bool
    reply_shown: bool


def variant_of(message, reader):
    return Variant(
        language=reader.language,
        closed=reader.keeps_closed(message),
        reply_shown=message.reply_to is not None and reader.reads(message.reply_to),
    )


def is_past(message, room):
    """Whether its room has forgotten a message that nobody has taken away yet."""
    if not room.retention_days or message.state == Message.State.DELETED:
        return False
    return message.posted_at <= timezone.now() - timedelta(days=room.retention_days)


def render(message, variant, room):
    """Return the HTML of one message in one variant."""
    with translation.override(variant.language):
        return render_to_string("network/discussions/_message.html", facts(message, variant, room))


def facts(message, variant, room):
    """Return what the template may know: present words, chosen name, day."""
    readable = message.state in {SHOWN, HELD} and message.sealed_body is not None
    parent = message.reply_to
    quoted = variant.reply_shown and not is_past(parent, room)
    name, seed = face_of(message)
    return {
        "room": room,
        "id": message.public_id,
        "mark": message.mark,
        "place": message.place,
        "rev": message.rev,
        "state": message.state,
        "name": name,
        "seed": seed,
        "day": message.posted_at.date(),
        "edited": message.rev > 1,
        "readable": readable,
        "closed": variant.closed,
        "notes": notes.labels(message.content_notes) if readable else (),
        "html": markup.render(message.sealed_body) if readable and not variant.closed else "",
        "is_reply": parent is not None,
        "reply_id": parent.public_id if quoted else "",
        "reply_line": markup.first_line(parent.sealed_body) if quoted else "",
    }


def face_of(message):
    """Return the name and the seed of the picture under which others read its author."""
    author = message.author
    if author is None or author.standing == Standing.CLOSING or not hasattr(author, "profile"):
        return _("Former member"), message.mark
    frozen = author.chapter is not None and author.chapter.frozen_at is not None
    if frozen or hasattr(author, "lockdown") or not author.may_enter:
        return _("A member"), message.mark
    return author.profile.sealed_pseudonym, author.profile.avatar_seed
