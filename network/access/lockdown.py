""" "Something is wrong": one press ends all sessions, hides and silences an account.

Only passphrase and recovery code together end it.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.audit.actions import record
from home.audit.deeds import NUMBER, declare
from home.mail import actions as mail
from network import policy
from network.access import actions, kit, sessions
from network.access.models import Lockdown, MailRecovery, OpenSession, SecurityEvent

STARTED = declare("account.locked_down", _("Account locked down"), hours=NUMBER)
ENDED = declare("account.lockdown_ended", _("Lockdown ended"))
WAIT = timedelta(hours=24)


def is_down(member):
    """Tell whether this account is locked down: nothing is told, mailed or shown of it."""
    return Lockdown.objects.filter(member=member).exists()


@transaction.atomic
def lock_down(*, by, wait=False):
    """
    End all sessions of `by`, hide the profile, take back waiting mail; return the Lockdown.

    With `wait` nobody ends it within 24 hours. Raises PermissionDenied for who could never end it.
    """
    policy.require(policy.may_lock_down(by))
    now = timezone.now()
    row, _is_new = Lockdown.objects.update_or_create(
        member=by, defaults={"since": now, "until": now + WAIT if wait else None}
    )
    sessions.end(OpenSession.objects.filter(member=by))
    MailRecovery.objects.filter(member=by).delete()
    mail.cancel(about=by.mail_about)
    SecurityEvent.objects.create(member=by, kind=SecurityEvent.Kind.LOCKDOWN, at=now)
    record(by=by, deed=STARTED, subject=by, facts={"hours": 24 if wait else 0})
    return row


def lets_in(account, code):
    """
    Tell whether an account whose passphrase was right may sign in with this recovery code.

    Without a lockdown it may, and no code is used up. Whoever gets in this way ends it with `end`.
    """
    row = Lockdown.objects.filter(member=account).first()
    if row is None:
        return True
    if row.until is not None and timezone.now() < row.until:
        # The same work as for a code that is wrong: how long it takes tells nothing.
        if code:
            kit.find(None, code)
        return False
    found = kit.find(account, code) if code else None
    return found is not None and actions.use_code(member=account, found=found)


@transaction.atomic
def end(*, by):
    """End the lockdown of `by`, who has shown passphrase and recovery code; without one, do nothing."""
    ended, _rows = Lockdown.objects.filter(member=by).delete()
    if ended:
        record(by=by, deed=ENDED, subject=by)
