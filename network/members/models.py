"""People who sign in: members and staff alike, known by a handle and by nothing else."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from home.sealing.cipher import Tampered
from home.sealing.fields import SealedRow, SealedTextField
from home.sealing.indexes import BlindIndexField, normalise_email

KEY_BYTES = 32


def new_public_id():
    """Return a random id of 128 bits for addresses and records, as 22 URL-safe characters."""
    return secrets.token_urlsafe(16)


def today():
    return timezone.now().date()


class Standing(models.TextChoices):
    """Where a person is on the way in or out; code asks the named sets below, not the values."""

    NONE = "none", _("no member")  # staff
    WAITING = "waiting", _("waiting for approval")
    MEMBER = "member", _("member")
    CLOSING = "closing", _("leaving")


MAY_ENTER = {Standing.MEMBER}
MAY_BE_SEEN = {Standing.MEMBER}
IDLE_CHOICES = (5, 15, 60)  # minutes until a session locks itself


class UserManager(BaseUserManager):
    @transaction.atomic
    def create_user(self, handle, password=None, sealed_email=None, **fields):
        """Create and return an account; without a passphrase nobody can sign in to it."""
        user = self.model(handle=self.model.normalize_username(handle).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        MemberKey.objects.create(member=user)
        if sealed_email is not None:
            # Its key exists only now.
            user.sealed_email = sealed_email
            user.save(update_fields=["sealed_email"])
        return user

    def create_superuser(self, handle, password=None, **fields):
        return self.create_user(handle, password, is_superuser=True, **fields)

    def get_by_natural_key(self, handle):
        return self.get(handle=handle.lower())


class User(SealedRow, AbstractBaseUser, PermissionsMixin):
    """An account. There is no name, no birth date, no address, and no time of last sign-in."""

    last_login = None

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    handle = models.CharField(
        _("handle"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
                _("This is not a valid handle. Use small letters, digits and single hyphens."),
            )
        ],
        help_text=_("The name to sign in with. Small letters, digits and hyphens."),
        error_messages={"unique": _("This handle cannot be used. Choose another one.")},
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    sealed_email = SealedTextField(_("e-mail address"), null=True, blank=True)
    email_index = BlindIndexField(follows="sealed_email", normalise=normalise_email, db_index=True)
    # Whether who reads that mailbox may, after a day, replace the passphrase.
    email_recovers = models.BooleanField(default=False)
    joined_on = models.DateField(_("joined on"), default=today, editable=False)
    standing = models.CharField(
        _("standing"), max_length=8, choices=Standing.choices, default=Standing.NONE, db_index=True
    )
    # Approved not long ago: no directory, few requests to others.
    probation_until = models.DateField(_("new until"), null=True, blank=True)
    closing_on = models.DateField(_("to be erased on"), null=True, blank=True)
    # To the month only, for the erasure of accounts that nobody uses.
    active_in = models.DateField(_("last used in"), null=True, blank=True)
    chapter = models.ForeignKey(
        "network.Chapter",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("chapter"),
    )
    # Whether the messages in rooms go, too, when this account is erased.
    takes_words_along = models.BooleanField(_("take my messages along"), default=False)
    idle_minutes = models.PositiveSmallIntegerField(_("locks after (minutes)"), default=15)
    # When she had read what this site can and cannot protect; before that nothing else opens.
    safety_read_on = models.DateField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "handle"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(handle=models.functions.Lower("handle")),
                name="user_handle_is_lower_case",
            ),
            models.CheckConstraint(
                condition=models.Q(standing__in=Standing.values), name="user_standing_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(standing=Standing.CLOSING, closing_on__isnull=False)
                | (~models.Q(standing=Standing.CLOSING) & models.Q(closing_on__isnull=True)),
                name="user_who_leaves_has_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(idle_minutes__in=IDLE_CHOICES), name="user_idle_is_a_choice"
            ),
        ]

    def __str__(self):
        return self.handle

    @property
    def audit_role(self):
        """What the audit log says about this person's standing at the time of a deed."""
        if self.is_superuser:
            return "administrator"
        if self.standing == Standing.NONE and self.works_in_cms:
            return "staff"
        return "officer" if self.is_active and self.offices else "member"

    @property
    def may_enter(self):
        return self.standing in MAY_ENTER

    @property
    def is_leaving(self):
        return self.standing == Standing.CLOSING

    @property
    def may_be_erased(self):
        """Staff accounts are no members: administrators take them away."""
        return self.standing != Standing.NONE and not self.is_superuser

    @property
    def is_new(self):
        return self.probation_until is not None and today() < self.probation_until

    @cached_property
    def works_in_cms(self):
        """Whether a role's group opens the CMS; one query where Django's own question takes two."""
        return self.groups.filter(
            permissions__codename="access_admin",
            permissions__content_type__app_label="wagtailadmin",
        ).exists()

    @cached_property
    def offices(self):
        """Return what this member was appointed to, as a set of (kind, chapter id or None)."""
        return frozenset(self.office_set.values_list("kind", "chapter_id"))

    def holds(self, *kinds):
        return any(kind in kinds for kind, _chapter in self.offices)

    @property
    def mail_about(self):
        """Under what all mail to this person is queued (`about=` of home.mail), to be taken back."""
        return f"member {self.public_id}"

    def own_key(self):
        try:
            return self.key.own
        except MemberKey.DoesNotExist:
            raise Tampered("The key of this person is gone.") from None

    @property
    def email(self):
        """Empty: Wagtail's own notices name pages and people and must never be mailed."""
        return ""


def new_key():
    return secrets.token_bytes(KEY_BYTES).hex()


class MemberKey(SealedRow):
    """The key that seals one person's rows. Deleting it makes them unreadable, in backups too."""

    member = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="key")
    sealed_key = SealedTextField(default=new_key)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "key"

    @cached_property
    def own(self):
        return bytes.fromhex(self.sealed_key)


class MemberRow(SealedRow):
    """A row that belongs to `member` and is sealed with that person's own key.

    Lists that open many of them need `select_related("member__key")`.
    """

    class Meta:
        abstract = True

    def own_key(self):
        return self.member.own_key()
