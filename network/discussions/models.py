"""Rooms, the log of each room, and the messages that its events point to."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedJSONField, SealedRow, SealedTextField
from network import policy
from network.members.chapters import Chapter
from network.members.models import MemberRow, new_public_id, today

MEMBER = settings.AUTH_USER_MODEL


def new_epoch():
    return secrets.token_hex(6)


class RoomQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Rooms that exist for this viewer; lists, addresses, search and sockets ask here."""
        return self.filter(pk__in=self.model._base_manager.filter(policy.rooms_seen_by(viewer)))


class Room(models.Model):
    """A place to talk. Who may enter follows from its kind (policy.py), or from a seat in it."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Leadership Council")
        CHAPTER = "chapter", _("chapter")
        NETWORK = "network", _("all members")
        NEWCOMERS = "newcomers", _("newcomers")
        SEATS = "seats", _("invited members")

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("who may enter"), max_length=9, choices=Kind.choices)
    chapter = models.ForeignKey(
        Chapter, models.CASCADE, null=True, blank=True, related_name="rooms"
    )
    name = models.CharField(_("name"), max_length=80)
    about = models.CharField(_("what it is for"), max_length=300, blank=True)
    locked = models.BooleanField(_("nobody can write"), default=False)
    slow_seconds = models.PositiveSmallIntegerField(_("seconds between messages"), default=0)
    retention_days = models.PositiveSmallIntegerField(_("days kept"), null=True, blank=True)
    first_posts_held = models.BooleanField(_("first messages wait for a moderator"), default=False)
    pinned = models.ForeignKey(
        "network.Message", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # A new one says that the numbers began anew (a restored backup): all copies are thrown away.
    epoch = models.CharField(max_length=12, default=new_epoch, editable=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="chapter", chapter__isnull=False)
                | (~models.Q(kind="chapter") & models.Q(chapter__isnull=True)),
                name="room_of_a_chapter_has_one",
            ),
        ]

    def __str__(self):
        return self.name


class RoomHead(models.Model):
    """The last number of a room's log, alone in a narrow row that all writers lock."""

    room = models.OneToOneField(Room, models.CASCADE, primary_key=True, related_name="head")
    last_seq = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.last_seq)


class Seat(models.Model):
    """A person invited to a room of seats; the number of the event that ended it, if it ended."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="seats")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="seats")
    ended_seq = models.BigIntegerField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["room", "member"],
                condition=models.Q(ended_seq__isnull=True),
                name="seat_is_one",
            ),
        ]

    def __str__(self):
        return "seat"


class Voice(models.Model):
    """Under which random mark a member speaks in one room: two rooms cannot be linked by it."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="voices")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="voices")
    mark = models.CharField(max_length=22, unique=True, default=new_public_id)
    # Approved once by a moderator: what she writes in a room that holds first posts is shown at once.
    trusted = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["room", "member"], name="voice_is_one")]

    def __str__(self):
        return "voice"


class Message(SealedRow):
    """What somebody said. The text is sealed to its row; readers get it only through the log."""

    class State(models.TextChoices):
        SHOWN = "shown", _("shown")
        HELD = "held", _("waiting for a moderator")
        HIDDEN = "hidden", _("hidden while it is checked")
        REMOVED = "removed", _("removed by moderators")
        DELETED = "deleted", _("deleted by its author")

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    room = models.ForeignKey(Room, models.CASCADE, related_name="messages")
    # Gone when the account is erased; the mark stays, and is random.
    author = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="messages")
    mark = models.CharField(max_length=22)
    client_id = models.UUIDField(default=uuid.uuid4)
    # The number of the message's first event: where it stands in the room, for ever.
    place = models.BigIntegerField()
    rev = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=7, choices=State.choices, default=State.SHOWN)
    sealed_body = SealedTextField(null=True)
    content_notes = models.JSONField(default=list)
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replies")
    posted_at = models.DateTimeField()
    edited_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="message_is_sent_once"),
            models.UniqueConstraint(fields=["room", "place"], name="message_has_its_place"),
            models.CheckConstraint(
                condition=~models.Q(state="deleted") | models.Q(sealed_body__isnull=True),
                name="message_deleted_has_no_text",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "room", "-posted_at"], name="message_of_author"),
        ]

    def __str__(self):
        return "message"


class Revision(SealedRow):
    """What a message said before an edit: for moderators, until the room's days are over."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="revisions")
    rev = models.PositiveIntegerField()
    sealed_body = SealedTextField()
    content_notes = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["message", "rev"], name="revision_is_one")]

    def __str__(self):
        return str(self.rev)


class Event(models.Model):
    """One line of a room's log: a number, what happened, and what it points to. No words."""

    class Kind(models.TextChoices):
        POSTED = "message.posted"
        EDITED = "message.edited"
        DELETED = "message.deleted"
        HIDDEN = "message.hidden"
        REMOVED = "message.removed"
        RESTORED = "message.restored"
        CHANGED = "room.changed"
        LEFT = "member.left"

    room = models.ForeignKey(Room, models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="events")
    # Whom LEFT is about: that person may read up to this number and no further.
    member = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="event_has_one_number")]

    def __str__(self):
        return f"{self.seq} {self.kind}"


class Reading(models.Model):
    """How far a member has read in a room: for her own pages, shown to nobody else."""

    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="readings")
    room = models.ForeignKey(Room, models.CASCADE, related_name="readings")
    seq = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["member", "room"], name="reading_is_one")]

    def __str__(self):
        return str(self.seq)


class Filter(MemberRow):
    """The content notes whose messages one reader wants to keep closed."""

    member = models.OneToOneField(MEMBER, models.CASCADE, related_name="filter")
    sealed_notes = SealedJSONField(default=list)
    changed_on = models.DateField(default=today)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "filter"


class Word(models.Model):
    """One keyed name for one word of one message: searched by equality, readable by nobody."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="words")
    token = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["token", "message"], name="word_is_one")]

    def __str__(self):
        return "word"
