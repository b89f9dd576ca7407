"""What is forgotten about people who asked to join, and when."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from home.jobs.registry import retention
from network.joining.models import Invitation, JoinRequest
from network.matrix import days
from network.members.chapters import Freeze
from network.members.erasure import erase_one
from network.members.models import Standing, User


def _ago(now, kept):
    return now - timedelta(days=days(kept))


@retention(
    "unanswered_requests",
    rule=_("Who asked to join and was not answered in 14 days is erased."),
    act=erase_one,
)
def unanswered_requests(now):
    return User.objects.filter(
        standing=Standing.WAITING,
        join_request__decided_at__isnull=True,
        join_request__asked_at__lte=_ago(now, "unanswered_requests"),
    )


@retention("refused_accounts", rule=_("Who was refused is erased 30 days later."), act=erase_one)
def refused_accounts(now):
    return User.objects.filter(
        standing=Standing.WAITING,
        join_request__refused=True,
        join_request__decided_at__lte=_ago(now, "vetting_notes"),
    )


@retention(
    "vetting_notes",
    rule=_("What was written about a request to join is erased 30 days after the decision."),
)
def vetting_notes(now):
    return JoinRequest.objects.filter(refused=False, decided_at__lte=_ago(now, "vetting_notes"))


@retention(
    "invitations", rule=_("An invitation works for 7 days and is deleted 7 days after that.")
)
def invitations(now):
    return Invitation.objects.filter(expires_at__lte=_ago(now, "invitations"))


@retention("freezes", rule=_("Who asked to hide a chapter is forgotten 30 days later."))
def freezes(now):
    return Freeze.objects.filter(ended_at__lte=_ago(now, "freezes"))
