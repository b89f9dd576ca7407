"""People who sign in: members and staff alike, known by a handle and by nothing else."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.sealing.fields import SealedRow, SealedTextField


def new_public_id():
    """Return a random id of 128 bits for addresses and records, as 22 URL-safe characters."""
    return secrets.token_urlsafe(16)


def today():
    return timezone.now().date()


class UserManager(BaseUserManager):
    def create_user(self, handle, password=None, **fields):
        """Create and return an account; without a passphrase nobody can sign in to it."""
        user = self.model(handle=self.model.normalize_username(handle).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
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
    joined_on = models.DateField(_("joined on"), default=today, editable=False)

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
            )
        ]

    def __str__(self):
        return self.handle

    @property
    def audit_role(self):
        """What the audit log says about this person's standing at the time of a deed."""
        if self.is_superuser:
            return "administrator"
        return "staff" if self.has_perm("wagtailadmin.access_admin") else "member"

    @property
    def email(self):
        """Empty: Wagtail's own notices name pages and people and must never be mailed."""
        return ""
