"""How long requests, noes and what is known of gone accounts are kept."""

from datetime import timedelta

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from home.jobs.registry import retention
from network import matrix
from network.connections.models import Block, Connection


@retention(
    "purge_connection_requests",
    rule=format_lazy(
        _("Requests to be connected are deleted after {days} days without a yes."),
        days=matrix.days("connection_requests"),
    ),
)
def purge_connection_requests(now):
    last = now.date() - timedelta(days=matrix.days("connection_requests"))
    no_yes = Connection.objects.filter(asked_on__lte=last).exclude(state="accepted")
    return no_yes.filter(Q(declined_on=None) | Q(declined_on__lte=last))


@retention(
    "purge_gone_blocks",
    rule=format_lazy(
        _("What keeps away an account that was erased is forgotten after {days} days."),
        days=matrix.days("gone_blocks"),
    ),
)
def purge_gone_blocks(now):
    last = now.date() - timedelta(days=matrix.days("gone_blocks"))
    # One that was not remembered can never be found again.
    unknown = Q(gone_on=None) | Q(gone_on__lt=last)
    return Block.objects.filter(unknown, other=None, entry=None)
