"""Open sessions, the recovery kit, lockdown, and what happened to the keys of an account."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedTextField
from network.members.models import MemberRow, new_public_id, today


class OpenSession(AbstractBaseSession, MemberRow):
    """A session: no address, no browser; days instead of times. A visitor's has no member."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    sealed_label = SealedTextField(_("label"), null=True)
    started_on = models.DateField(default=today)
    seen_on = models.DateField(default=today)

    @classmethod
    def get_session_store_class(cls):
        from network.access.sessions import SessionStore

        return SessionStore

    class Meta:
        default_permissions = ()


class RecoveryCode(models.Model):
    """One of the ten codes of a kit, hashed; deleted when it is used."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    number = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    # See network.access.trust.
    trusted_from = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member", "number"], name="recovery_code_number"),
            models.CheckConstraint(
                condition=models.Q(number__gte=0, number__lte=9), name="recovery_code_of_ten"
            ),
        ]

    def __str__(self):
        return str(self.number)


class Lockdown(models.Model):
    """ "Something is wrong": hidden, silent, and only passphrase and recovery code together end it."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)
    since = models.DateTimeField()
    # Not before this moment, whoever holds the codes.
    until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "lockdown"


class SecurityEvent(models.Model):
    """What changed in an account's keys: shown on its owner's pages for 30 days."""

    class Kind(models.TextChoices):
        PASSPHRASE = "passphrase", _("The passphrase was changed.")
        KIT = "kit", _("A new recovery kit was made.")
        KIT_USED = "kit_used", _("A code of the recovery kit was used.")
        APP_ADDED = "app_added", _("An app for codes was added.")
        APP_REMOVED = "app_removed", _("The app for codes was removed.")
        KEY_ADDED = "key_added", _("A security key was added.")
        KEY_REMOVED = "key_removed", _("A security key was removed.")
        EMAIL = "email", _("The e-mail address was changed.")
        MAIL_RECOVERY = "mail_recovery", _("Someone asked by e-mail for a new passphrase.")
        RECOVERED = (
            "recovered",
            _("The passphrase was replaced by someone who did not know the old one."),
        )
        LOCKDOWN = "lockdown", _("The account was locked down.")

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="security_events"
    )
    kind = models.CharField(max_length=14, choices=Kind.choices)
    at = models.DateTimeField()
    dismissed = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["-at"]

    def __str__(self):
        return self.kind


class MailRecovery(models.Model):
    """A new passphrase, wished for by who reads the mailbox: it waits, and any sign-in ends it."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)
    new_hash = models.CharField(max_length=128)
    proven_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "recovery by mail"
