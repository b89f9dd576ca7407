"""How a member may be reached, who looked at that, and what is told inside the portal."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedJSONField, SealedTextField
from network.members.models import MemberRow, new_public_id, today

MEMBER = settings.AUTH_USER_MODEL


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
    mail_level = models.CharField(max_length=8, choices=MailLevel.choices, default=MailLevel.NONE)

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


class Reveal(MemberRow):
    """Breaking the glass: an officer's reason, a second person's word, and fifteen minutes."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for a second person")
        OPEN = "open", _("open")
        REFUSED = "refused", _("refused")
        OVER = "over", _("over")

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="reveals")
    asked_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    sealed_reason = SealedTextField(_("reason"))
    state = models.CharField(max_length=7, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    open_until = models.DateTimeField(null=True)

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
        ]

    def __str__(self):
        return self.state


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
