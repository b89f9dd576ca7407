"""What happened to one's keys: shown on the pages of its owner for 30 days, unless taken away."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from network import matrix
from network.access import trust
from network.access.models import MailRecovery, SecurityEvent


def since(now):
    return now - timedelta(days=matrix.days("security_events"))


def of(member):
    """Return what is still to be shown, the latest first; `waits` marks a recovery that can be stopped."""
    waiting = MailRecovery.objects.filter(member=OuterRef("member"))
    return SecurityEvent.objects.filter(
        member=member, dismissed=False, at__gt=since(timezone.now())
    ).annotate(waits=Exists(waiting))


def may_dismiss(request, event):
    """
    Tell whether this session may take an event away.

    After 72 hours any session may. Before, only one that began after the event and is not in
    quarantine: whoever has just added a key cannot hide that from the owner of the older ones.
    """
    if timezone.now() - event.at >= trust.QUARANTINE:
        return True
    began = request.session.get("started", 0)
    return began > event.at.timestamp() and not trust.is_quarantined(request)
