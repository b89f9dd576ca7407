"""Who chose to know whom, who wants to be apart, and who must never find a person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedTextField
from home.sealing.indexes import BlindIndexField, normalise_email
from network.members.models import MemberRow, new_public_id, today

MEMBER = settings.AUTH_USER_MODEL


class Connection(models.Model):
    """Two members; nothing opens until the asked one accepts, and a no is never told."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("connected")
        DECLINED = "declined", _("declined")

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    asker = models.ForeignKey(MEMBER, models.CASCADE, related_name="asked_connections")
    asked = models.ForeignKey(MEMBER, models.CASCADE, related_name="received_connections")
    # The pair in a fixed order, so that two requests that cross make one connection.
    lower = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    higher = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_on = models.DateField(default=today)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["lower", "higher"], name="connection_is_one"),
            models.CheckConstraint(
                condition=models.Q(lower__lt=models.F("higher")), name="connection_has_two_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(asker=models.F("lower"), asked=models.F("higher"))
                | models.Q(asker=models.F("higher"), asked=models.F("lower")),
                name="connection_is_between_its_ends",
            ),
        ]

    def __str__(self):
        return self.state


class Block(models.Model):
    """`by` wants never to meet `other`; works both ways and outlives the other's account."""

    by = models.ForeignKey(MEMBER, models.CASCADE, related_name="blocks")
    other = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="blocked_by")
    # Made by the list below, not by the button: removed with its entry.
    entry = models.ForeignKey("network.Avoided", models.CASCADE, null=True, related_name="blocks")
    # What is known of an account that is gone: blind indexes of its handle and e-mail address.
    gone_handle = models.UUIDField(null=True, db_index=True)
    gone_email = models.UUIDField(null=True, db_index=True)
    gone_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["by", "other", "entry"],
                nulls_distinct=False,
                condition=models.Q(other__isnull=False),
                name="block_is_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(by=models.F("other")),
                name="block_is_of_another",
            ),
        ]

    def __str__(self):
        return "block"


class Avoided(MemberRow):
    """A line of the sealed list "do not let these people find me": a handle, name or address."""

    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="avoided")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    sealed_text = SealedTextField(_("handle, chosen name or e-mail address"))
    # Compared with handles, chosen names and addresses of people who come, now and later.
    text_index = BlindIndexField(follows="sealed_text", normalise=normalise_email, db_index=True)
    added_on = models.DateField(default=today)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member", "text_index"], name="avoided_once"),
        ]

    def __str__(self):
        return "entry"
