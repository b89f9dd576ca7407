"""The mail that waits to be sent, sealed, and for a week the bare fact that one was sent."""

from email.utils import parseaddr

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedRow, SealedTextField


class Mail(SealedRow):
    """One mail to one address. Its content is erased in the transaction that records the sending."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    template = models.CharField(max_length=80)
    recipient = SealedTextField(null=True)
    subject = SealedTextField(null=True)
    body = SealedTextField(null=True)
    unsubscribe_url = SealedTextField(null=True)
    # Keyed hashes: who holds the table cannot tell what a mail was about.
    dedupe_hash = models.CharField(max_length=64, unique=True, null=True)
    about_hash = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [models.Index(fields=["state", "due_at"], name="mail_due")]

    def __str__(self):
        return str(self.row_key)

    @property
    def message_id(self):
        """The same at every attempt, so that a receiver can drop a mail that arrives twice."""
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        return f"<{self.row_key}@{domain}>"


class Allowance(models.Model):
    """How many mails a form had sent to one address on one day; the key differs every day."""

    key = models.CharField(max_length=64, primary_key=True)
    day = models.DateField(db_index=True)
    taken = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return f"{self.day} {self.taken}"
