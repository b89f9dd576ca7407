"""How long traces of signing in are kept, and recoveries by mail whose day is over."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from home.jobs.registry import periodic, retention
from network.access import actions, events
from network.access.models import MailRecovery, OpenSession, SecurityEvent


@retention("clear_sessions", rule=_("Sessions are deleted when they have run out."))
def clear_sessions(now):
    return OpenSession.objects.filter(expire_date__lte=now)


@retention(
    "clear_security_events",
    rule=_("What changed in somebody's way to sign in is deleted after 30 days."),
)
def clear_security_events(now):
    return SecurityEvent.objects.filter(at__lte=events.since(now))


@periodic(
    "finish_mail_recoveries",
    every=timedelta(minutes=10),
    title=_("New passphrases asked for by mail begin to work after a day"),
)
def finish_mail_recoveries(now):
    due = MailRecovery.objects.filter(proven_at__lte=now - actions.MAIL_RECOVERY_WAITS)
    done = sum(
        actions.finish_mail_recovery(recovery=recovery) for recovery in due.select_related("member")
    )
    return ngettext("%(count)d passphrase.", "%(count)d passphrases.", done) % {"count": done}
