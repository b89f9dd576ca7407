"""When time is over: closed and forgotten accounts, and copies that nobody fetched."""

from datetime import timedelta

from django.db.models import DateField, F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from home.jobs.registry import periodic, retention
from network import matrix
from network.contact.notices import declare_notice, tell
from network.members.erasure import erase_one
from network.members.models import Standing, User
from network.privacy import actions
from network.privacy.models import Export

INACTIVE = declare_notice(
    "account.inactive",
    _("You had not been here for long. Accounts that nobody uses are erased after 24 months."),
)


def unused_for(days, now):
    """Return members who last signed in at least so many days ago.

    Known is the month: it counts from its end, so that nobody is erased sooner than was promised.
    """
    before = (now.date() - timedelta(days=days)).replace(day=1)
    last = Coalesce("active_in", "joined_on", output_field=DateField())
    members = User.objects.filter(standing=Standing.MEMBER, is_superuser=False)
    return members.alias(last=last).filter(last__lt=before)


@retention(
    "closed_accounts",
    rule=_("A closed account is erased after 14 days, unless its owner comes back."),
    act=erase_one,
)
def closed_accounts(now):
    return User.objects.filter(standing=Standing.CLOSING, closing_on__lte=now.date())


@retention(
    "inactive_accounts",
    rule=_("An account that nobody signs in to is erased after 24 months."),
    every=timedelta(days=1),
    act=erase_one,
)
def inactive_accounts(now):
    return unused_for(matrix.days("inactive_erased"), now)


@periodic(
    "remind_inactive",
    every=timedelta(days=1),
    title=_("Members who have not signed in for 18 months are reminded"),
)
def remind_inactive(now):
    members = unused_for(matrix.days("inactive_told"), now)
    count = 0
    for member in members.exclude(notices__kind=INACTIVE):
        tell(member=member, kind=INACTIVE, path="/network/data/")
        count += 1
    return ngettext("%(count)d reminded.", "%(count)d reminded.", count) % {"count": count}


@retention(
    "exports",
    rule=_("A member's copy of her data is deleted when fetched, or 15 minutes after packing."),
    every=timedelta(minutes=1),
)
def exports(now):
    return Export.objects.over(now)


@periodic("pack_exports", every=timedelta(minutes=1), title=_("Copies that wait are packed"))
def pack_exports(now):
    """Packs what the queue lost: a site with cron and no worker makes copies all the same."""
    waiting = Export.objects.there().filter(ready_at=None, asked_at=F("not_before"))
    packed = sum(actions.pack_export(public_id=each.public_id) for each in waiting)
    return ngettext("%(count)d copy packed.", "%(count)d copies packed.", packed) % {
        "count": packed
    }
