"""Mail that comes back by itself: second attempts, and what is to be forgotten."""

from datetime import timedelta

from django.utils.translation import gettext_lazy, ngettext

from home.jobs.registry import periodic, retention
from home.mail import actions
from home.mail.models import Allowance, Mail


@periodic("deliver_mail", every=timedelta(minutes=1), title=gettext_lazy("Waiting mail is sent"))
def deliver_waiting(now):
    count = actions.deliver_due(now=now)
    return ngettext("%(count)d mail sent.", "%(count)d mails sent.", count) % {"count": count}


@retention(
    "purge_mail",
    rule=gettext_lazy("A mail's content is erased when it has left; what remains, after 7 days."),
)
def purge_mail(now):
    return Mail.objects.filter(ended_at__lte=now - timedelta(days=7))


@retention(
    "purge_allowances",
    rule=gettext_lazy("The counts of mails per address and day are deleted on the next day."),
)
def purge_allowances(now):
    return Allowance.objects.filter(day__lt=now.date())
