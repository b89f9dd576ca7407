"""What people do to the keys of their own accounts, and how sessions end."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.audit.actions import record
from home.audit.deeds import declare, one_of
from network import policy
from network.access import kit
from network.access.models import MailRecovery, OpenSession, SecurityEvent
from network.access.sessions import end, row_of
from network.members.known import known_anew
from network.members.models import User

Kind = SecurityEvent.Kind
MAIL_RECOVERY_WAITS = timedelta(hours=24)
# An address that was given so lately may be another person's.
EMAIL_RECOVERS_AFTER = timedelta(hours=72)
JOB = "mail-recovery"

KEYS_CHANGED = declare(
    "account.keys_changed", _("Way to sign in changed"), what=one_of(*Kind.values)
)
SESSIONS_ENDED = declare("account.sessions_ended", _("Sessions of another account ended"))


@transaction.atomic
def note(*, member, kind, by=None):
    """Write down what changed in a member's keys, for the member and for the audit log."""
    event = SecurityEvent.objects.create(member=member, kind=kind, at=timezone.now())
    record(by=by or member, deed=KEYS_CHANGED, subject=member, facts={"what": kind})
    return event


@transaction.atomic
def end_sessions(*, by, member, keep=None):
    """
    End the member's sessions but the one whose key is `keep`; return how many ended.

    Raises PermissionDenied unless `by` is the member, an officer in charge or an administrator.
    """
    policy.require(policy.may_end_sessions(by, member))
    ended = _end(member, keep)
    if by.pk != member.pk:
        record(by=by, deed=SESSIONS_ENDED, subject=member)
    return ended


@transaction.atomic
def end_session(*, by, session):
    """End one OpenSession of one's own."""
    policy.require(policy.may_end_sessions(by, session.member))
    session.delete()


@transaction.atomic
def change_passphrase(*, by, passphrase, keep):
    """Set one's own passphrase and end all other sessions; a recovery that waits ends, too."""
    _set_passphrase(by, make_password(passphrase), keep)
    note(member=by, kind=Kind.PASSPHRASE)


@transaction.atomic
def make_kit(*, by):
    """Replace one's own recovery kit and return the ten codes, which are kept nowhere in clear."""
    # Two at once would mix their codes.
    member = User.objects.select_for_update().get(pk=by.pk)
    codes = kit.make_kit(member)
    note(member=member, kind=Kind.KIT)
    return codes


@transaction.atomic
def use_code(*, member, found):
    """Use a code of the kit up; return False when somebody else was quicker."""
    if not found.spend():
        return False
    note(member=member, kind=Kind.KIT_USED)
    return True


@transaction.atomic
def recover_with_kit(*, member, found, passphrase):
    """Set a new passphrase for a code of the kit, end all sessions; False when the code is used up.

    A kit that is itself new gives the passphrase no more trust than it has (network.access.trust).
    """
    if not use_code(member=member, found=found):
        return False
    _set_passphrase(member, make_password(passphrase), keep=None)
    is_new = found.trusted_from > timezone.now()
    note(member=member, kind=Kind.RECOVERED if is_new else Kind.PASSPHRASE)
    return True


@transaction.atomic
def ask_by_mail(*, address, passphrase):
    """Let a new passphrase wait a day for the accounts that this mailbox may recover.

    Call it when the mailbox is proven. It costs one hash for every address, known or not.
    """
    now, new_hash = timezone.now(), make_password(passphrase)
    lately = SecurityEvent.objects.filter(kind=Kind.EMAIL, at__gt=now - EMAIL_RECOVERS_AFTER)
    members = User.objects.filter(
        email_index=address, email_recovers=True, is_active=True, lockdown__isnull=True
    ).exclude(pk__in=lately.values("member"))
    for member in members:
        MailRecovery.objects.update_or_create(
            member=member, defaults={"new_hash": new_hash, "proven_at": now}
        )
        note(member=member, kind=Kind.MAIL_RECOVERY, by=JOB)


@transaction.atomic
def stop_mail_recovery(*, member):
    """Forget a new passphrase that waits; called at each sign-in of the owner."""
    MailRecovery.objects.filter(member=member).delete()


@transaction.atomic
def finish_mail_recovery(*, recovery):
    """Put a passphrase in force that waited its day, unless its owner has withdrawn the leave."""
    # Whoever deletes the row may go on: a sign-in at the same moment wins or loses as a whole.
    gone, _per_model = MailRecovery.objects.filter(
        pk=recovery.pk, proven_at=recovery.proven_at
    ).delete()
    member = recovery.member
    if not gone or not (member.is_active and member.email_recovers) or hasattr(member, "lockdown"):
        return False
    _set_passphrase(member, recovery.new_hash, keep=None)
    note(member=member, kind=Kind.RECOVERED, by=JOB)
    return True


@transaction.atomic
def set_email(*, by, address, recovers):
    """Seal an address whose mailbox is proven; `recovers` lets it replace a lost passphrase."""
    by.sealed_email, by.email_recovers = address, recovers
    by.save(update_fields=["sealed_email", "email_recovers"])
    MailRecovery.objects.filter(member=by).delete()
    note(member=by, kind=Kind.EMAIL)
    known_anew(by)


@transaction.atomic
def remove_email(*, by):
    set_email(by=by, address=None, recovers=False)


@transaction.atomic
def let_email_recover(*, by, allowed):
    """Let the address that is stored recover the account, or no longer."""
    set_email(by=by, address=by.sealed_email, recovers=allowed and by.sealed_email is not None)


@transaction.atomic
def dismiss(*, event):
    """Take one event off its owner's pages."""
    event.dismissed = True
    event.save(update_fields=["dismissed"])


def _set_passphrase(member, new_hash, keep):
    member.password = new_hash
    member.save(update_fields=["password"])
    MailRecovery.objects.filter(member=member).delete()
    _end(member, keep)


def _end(member, keep):
    sessions = OpenSession.objects.filter(member=member)
    if keep is not None:
        sessions = sessions.exclude(session_key=row_of(keep))
    return end(sessions)
