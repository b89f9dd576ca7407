"""What is done to accounts: open or create one, appoint someone to a role."""

import base64
import secrets

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from home.audit.actions import record
from home.audit.deeds import NUMBER, declare, one_of
from network import policy
from network.members import roles
from network.members.chapters import Office
from network.members.models import IDLE_CHOICES, MemberKey, Standing, User, today

CREATED = declare("account.created", _("Account created"))
APPOINTED = declare("account.appointed", _("Role given"), role=one_of(*roles.SLUGS))
IDLE_CHOSEN = declare("account.idle_chosen", _("Time until locking chosen"), minutes=NUMBER)
OPERATOR = "console"


def new_passphrase():
    """Return a random passphrase of 100 bits: 20 small letters and digits in five groups."""
    text = base64.b32encode(secrets.token_bytes(13)).decode().lower()[:20]
    return "-".join(text[start : start + 4] for start in range(0, 20, 4))


@transaction.atomic
def open_account(*, handle, password):
    """
    Open a waiting account for somebody who asks to join, and return it; she is responsible herself.

    `password` comes from `make_password`: hashing takes long, and nothing may wait for it here.
    Raises IntegrityError where the handle exists.
    """
    account = User(handle=handle, password=password, standing=Standing.WAITING)
    account.save(force_insert=True)
    MemberKey.objects.create(member=account)
    record(by=account, deed=CREATED, subject=account)
    return account


@transaction.atomic
def create_account(*, by, handle):
    """
    Create an account and return it with its passphrase, which is kept nowhere in clear.

    `by` is an administrator, or None for the operator at the console. Raises ValidationError for a
    handle that cannot be used and PermissionDenied for anyone else.
    """
    policy.require(policy.may_appoint(by))
    account = User(handle=handle.lower())
    passphrase = new_passphrase()
    account.set_password(passphrase)
    account.full_clean()
    account.save()
    MemberKey.objects.create(member=account)
    record(by=by or OPERATOR, deed=CREATED, subject=account)
    return account, passphrase


@transaction.atomic
def appoint(*, by, account, role, chapter=None):
    """
    Give an account a role and return the account; whoever has it keeps it.

    `role` is one of `roles.SLUGS`, else KeyError; "coordinator", and it alone, comes with a Chapter,
    else ValidationError. `by` as in `create_account`.
    """
    policy.require(policy.may_appoint(by))
    if not has_role(account, role, chapter):
        _give(account, role, chapter)
        record(by=by or OPERATOR, deed=APPOINTED, subject=account, facts={"role": role})
    return account


@transaction.atomic
def choose_idle_minutes(*, by, minutes):
    """Let sessions of `by` lock after this many idle minutes; PermissionDenied for another time."""
    policy.require(minutes in IDLE_CHOICES and policy.may_choose_idle(by, minutes))
    by.idle_minutes = minutes
    by.save(update_fields=["idle_minutes"])
    record(by=by, deed=IDLE_CHOSEN, subject=by, facts={"minutes": minutes})


def note_safety_read(*, by):
    """Remember the day on which `by` first read what this site can and cannot protect."""
    User.objects.filter(pk=by.pk, safety_read_on__isnull=True).update(safety_read_on=today())


def has_role(account, role, chapter=None):
    if role == roles.ADMINISTRATOR:
        return account.is_superuser
    if role in Office.Kind.values:
        return account.office_set.filter(kind=role, chapter=chapter).exists()
    return account.groups.filter(name=roles.ROLES[role].group).exists()


def _give(account, role, chapter):
    if role == roles.ADMINISTRATOR:
        account.is_superuser = True
        account.save(update_fields=["is_superuser"])
    elif role in Office.Kind.values:
        office = Office(member=account, kind=role, chapter=chapter)
        office.full_clean()
        office.save()
        account.__dict__.pop("offices", None)
    else:
        roles.establish()
        account.groups.add(Group.objects.get(name=roles.ROLES[role].group))


def note_month(*, account):
    """Note the month in which an account was last used; no day, no hour, one write a month."""
    month = today().replace(day=1)
    if account.active_in != month:
        account.active_in = month
        User.objects.filter(pk=account.pk).update(active_in=month)
