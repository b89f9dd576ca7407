"""How a member may be reached, who looked at that, and what is told inside the portal."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedJSONField, SealedTextField
from network import policy
from network.members.models import MemberRow, User, new_public_id, today

MEMBER = settings.AUTH_USER_MODEL
WAITS = timedelta(days=3)  # for the word of a second person


class ContactCard(MemberRow):
    """The ways to reach a member outside; read by another human only through a Reveal."""

    class MailLevel(models.TextChoices):
        NONE = "none", _("No mail at all")
        DISCREET = "discreet", _('Only the words "There is an update."')
        FULL = "full", _("What happened, without names")

    member = models.OneToOneField(MEMBER, models.CASCADE, related_name="contact_card")
    sealed_phone = SealedTextField(_("phone or Signal"), null=True)
    # A dict with channel, days, hours, code_word, if_someone_else and note: texts, or absent.
    sealed_rules = SealedJSONField(_("safe-contact rules"), null=True)
    # After this day the rules count as "never contact me outside".
    rules_until = models.DateField(null=True)
    told_of_end = models.BooleanField(default=False)
    mail_level = models.CharField(max_length=8, choices=MailLevel.choices, default=MailLevel.NONE)
    mail_language = models.CharField(max_length=12, default=settings.LANGUAGE_CODE)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mail_level__in=["none", "discreet", "full"]),
                name="mail_level_is_known",
            ),
        ]

    def __str__(self):
        return "contact"

    @property
    def rules_hold(self):
        """Whether she may be reached outside at all; without rules, or after their day, never."""
        return self.rules_until is not None and today() <= self.rules_until


class RevealQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """Return what an officer asked for, decided, or can decide; nothing about people apart."""
        there = User.objects.filter(policy.there_for(officer))
        return self.filter(policy.reveals_for(officer), member__in=there)


class Reveal(MemberRow):
    """Breaking the glass: an officer's reason, a second person's word, and fifteen minutes."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for a second person")
        OPEN = "open", _("open")
        REFUSED = "refused", _("refused")

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="reveals")
    asked_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    # The office for which it was asked: "coordinator" or "safeguarding".
    role = models.CharField(max_length=12)
    sealed_reason = SealedTextField(_("reason"))
    state = models.CharField(max_length=7, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    open_until = models.DateTimeField(null=True)

    objects = RevealQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(asked_by__isnull=True)
                | models.Q(decided_by__isnull=True)
                | ~models.Q(asked_by=models.F("decided_by")),
                name="reveal_needs_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("member")), name="reveal_is_of_another"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", open_until__isnull=False)
                | (~models.Q(state="open") & models.Q(open_until__isnull=True)),
                name="reveal_that_is_open_ends",
            ),
        ]

    def __str__(self):
        return self.state

    @property
    def waits(self):
        """Whether a second person can still answer; nobody stays in the queue for long."""
        return self.state == self.State.ASKED and timezone.now() < self.asked_at + WAITS

    @property
    def is_open(self):
        return self.state == self.State.OPEN and timezone.now() < self.open_until


class Look(models.Model):
    """What a member is told of each look at sealed data, allowed or refused: day and role, no name."""

    class Outcome(models.TextChoices):
        ASKED = "asked", _("asked to look")
        REFUSED = "refused", _("was refused")
        READ = "read", _("looked")

    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="looks")
    role = models.CharField(max_length=12)
    what = models.CharField(max_length=12)
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    on = models.DateField(default=today)

    class Meta:
        default_permissions = ()
        ordering = ["-on", "-pk"]

    def __str__(self):
        return self.outcome


class Notice(models.Model):
    """Something to see inside the portal. Its kind chooses the words; no name, no text of anybody."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    # The address to go to, below /network/ or /account/, opaque; empty for none.
    path = models.CharField(max_length=120, blank=True)
    on = models.DateField(default=today)
    seen = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["member", "seen"], name="notice_of_member")]

    def __str__(self):
        return self.kind
