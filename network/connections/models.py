"""Who chose to know whom, who wants to be apart, and who must never find a person."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedTextField
from home.sealing.indexes import BlindIndexField, normalise_email
from network import matrix, policy
from network.members.models import MemberRow, User, new_public_id, today

MEMBER = settings.AUTH_USER_MODEL


def last_day():
    """Return the day up to which a request (or a no) is over by now."""
    return today() - timedelta(days=matrix.days("connection_requests"))


class ConnectionQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Return what this member knows of: her connections, her wishes, the wishes of others.

        A wish that was declined looks like one that was not answered, to its asker.
        """
        there = User.objects.filter(policy.there_for(viewer))
        state, fresh = Connection.State, models.Q(asked_on__gt=last_day())
        accepted = models.Q(state=state.ACCEPTED)
        wished = fresh & models.Q(state__in=[state.ASKED, state.DECLINED], withdrawn=False)
        return self.filter(
            models.Q(asker=viewer, asked__in=there) & (accepted | wished)
            | models.Q(asked=viewer, asker__in=there)
            & (accepted | fresh & models.Q(state=state.ASKED))
        ).select_related("asker", "asked")

    def between(self, one, other):
        lower, higher = sorted((one.pk, other.pk))
        return self.filter(lower=lower, higher=higher)

    def part(self, member, others):
        """Remove whatever connects a member with any of `others` (primary keys), in one query."""
        ids = others or {0}  # the same work where there is nobody
        near = models.Q(lower=member, higher__in=ids) | models.Q(higher=member, lower__in=ids)
        # delete() would look first and remove only then: one statement more where somebody is found.
        self.filter(near)._raw_delete(self.db)


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
    declined_on = models.DateField(null=True)
    # Taken back after a no that the asker does not know of: she sees nothing, the no stays in force.
    withdrawn = models.BooleanField(default=False)

    objects = ConnectionQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=models.Q(state="declined", declined_on__isnull=False)
                | (~models.Q(state="declined") & models.Q(declined_on=None, withdrawn=False)),
                name="connection_that_was_declined_has_a_day",
            ),
        ]

    def __str__(self):
        return self.state

    def other_than(self, member):
        return self.asked if self.asker_id == member.pk else self.asker

    @property
    def stands(self):
        """Whether the asker's wish is still a wish, answered or not."""
        return not self.withdrawn and self.asked_on > last_day()


class Block(MemberRow):
    """`by` wants never to meet `other`; works both ways and outlives the other's account."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    by = models.ForeignKey(MEMBER, models.CASCADE, related_name="blocks")
    other = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="blocked_by")
    # Made by the list below, not by the button: removed with its entry.
    # One without `other` stands where nobody was found: looking takes the same work either way.
    entry = models.ForeignKey("network.Avoided", models.CASCADE, null=True, related_name="blocks")
    # As `by` knew the other on that day: afterwards she sees nothing of the other any more.
    sealed_label = SealedTextField(null=True)
    made_on = models.DateField(default=today)
    # What is known of an account that is gone: blind indexes of its handle and e-mail address.
    gone_handle = models.UUIDField(null=True, db_index=True)
    gone_email = models.UUIDField(null=True, db_index=True)
    gone_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            # Two, because SQLite takes each null for another one.
            models.UniqueConstraint(
                fields=["by", "other"],
                condition=models.Q(other__isnull=False, entry__isnull=True),
                name="block_is_one",
            ),
            models.UniqueConstraint(
                fields=["by", "other", "entry"],
                condition=models.Q(other__isnull=False, entry__isnull=False),
                name="block_of_an_entry_is_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(by=models.F("other")),
                name="block_is_of_another",
            ),
        ]

    def __str__(self):
        return "block"

    @property
    def member(self):
        return self.by


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
