"""How long notices, looks and reveals are kept, and the reminder that rules have ended."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from home.jobs.registry import periodic, retention
from network import matrix
from network.contact.kinds import RULES_ENDED
from network.contact.models import ContactCard, Look, Notice, Reveal
from network.contact.notices import tell


@retention(
    "purge_notices",
    rule=format_lazy(_("Notices are deleted after {days} days."), days=matrix.days("notices")),
)
def purge_notices(now):
    return Notice.objects.filter(on__lt=now.date() - timedelta(days=matrix.days("notices")))


@retention(
    "purge_looks",
    rule=format_lazy(
        _("The list of looks at sealed data is kept for {days} days."), days=matrix.days("looks")
    ),
)
def purge_looks(now):
    return Look.objects.filter(on__lt=now.date() - timedelta(days=matrix.days("looks")))


@retention(
    "purge_reveals",
    rule=format_lazy(
        _("Requests to see contact data, with their reasons, are erased after {days} days."),
        days=matrix.days("reveals"),
    ),
)
def purge_reveals(now):
    return Reveal.objects.filter(asked_at__lte=now - timedelta(days=matrix.days("reveals")))


@periodic(
    "remind_of_rules",
    every=timedelta(days=1),
    title=_("Members are reminded of rules for safe contact that have ended"),
)
def remind_of_rules(now):
    ended = ContactCard.objects.filter(rules_until__lt=now.date(), told_of_end=False)
    told = sum(_remind(pk) for pk in ended.values_list("pk", flat=True))
    return ngettext("%(count)d member reminded.", "%(count)d members reminded.", told) % {
        "count": told
    }


@transaction.atomic
def _remind(pk):
    # Whoever sets the mark tells: two workers at once remind one time.
    if not ContactCard.objects.filter(pk=pk, told_of_end=False).update(told_of_end=True):
        return False
    member = ContactCard.objects.select_related("member__key").get(pk=pk).member
    tell(member=member, kind=RULES_ENDED, path=reverse("network:contact"))
    return True
