"""How long it is remembered who looked at whom."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from home.jobs.registry import retention
from network import matrix
from network.profiles.models import Alert, Glance


@retention("forget_glances", rule=_("Which profiles a member opened is forgotten after a day."))
def forget_glances(now):
    return Glance.objects.filter(day__lte=now.date() - timedelta(days=matrix.days("glances")))


@retention("forget_alerts", rule=_("Alerts to the safeguarding lead are deleted after 90 days."))
def forget_alerts(now):
    return Alert.objects.filter(day__lte=now.date() - timedelta(days=matrix.days("alerts")))
