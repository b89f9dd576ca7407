"""Officers decide who comes in: each gives one word, and the last one needed decides."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.audit.actions import record
from home.audit.deeds import declare, one_of
from network import policy
from network.connections.actions import keep_apart
from network.contact.notices import tell
from network.joining.kinds import LET_IN
from network.joining.models import JoinRequest, Opinion
from network.members.chapters import Office
from network.members.models import Standing, User, today

SPOKEN = declare(
    "request.judged",
    _("Word given on a request to join"),
    office=one_of(*Office.Kind.values),
    word=one_of("yes", "no"),
)
APPROVED = declare("request.approved", _("Let in as a member"))
REFUSED = declare("request.refused", _("Request to join refused"))
NEW_FOR = timedelta(days=14)


class AlreadyDecidedError(Exception):
    """Others decided in the meantime, or the person has withdrawn."""


class AlreadySpokenError(Exception):
    """This officer has given a word on this request before."""


@transaction.atomic
def give_word(*, by, request, approves, note=""):
    """
    Give an officer's word on a join request and return the request, decided if that was enough.

    Raises PermissionDenied, AlreadyDecidedError, AlreadySpokenError.
    """
    request = _locked(request)
    office = policy.office_before(by, request)
    policy.require(office is not None)
    if request.opinions.filter(officer=by).exists():
        raise AlreadySpokenError
    role, is_responsible = office
    Opinion.objects.create(
        request=request,
        officer=by,
        role=role,
        is_responsible=is_responsible,
        approves=approves,
        sealed_note=note or None,
    )
    outcome = _decide(request)
    facts = {"office": role, "word": "yes" if approves else "no"}
    record(by=by, deed=SPOKEN, subject=request.member, facts=facts)
    if outcome:
        record(by=by, deed=outcome, subject=request.member)
    return request


def _locked(request):
    """Return the request as it stands now, held until the end of this transaction."""
    held = JoinRequest.objects.undecided().select_for_update(of=("self",))
    try:
        return held.select_related("member__key").get(pk=request.pk)
    except JoinRequest.DoesNotExist:
        raise AlreadyDecidedError from None


def _decide(request):
    """Act on the words given so far; return the deed that this is, or None when more are needed."""
    opinions = list(request.opinions.all())
    if not all(opinion.approves for opinion in opinions):
        _close(request, refused=True)
        return REFUSED
    if policy.lets_in(opinions, invited=request.was_invited, inviter_id=request.inviter_id):
        _close(request, refused=False)
        _let_in(request)
        return APPROVED
    return None


def _close(request, *, refused):
    request.decided_at, request.refused = timezone.now(), refused
    # Who vouched for whom is nobody's business after the decision.
    request.inviter = None
    request.save(update_fields=["decided_at", "refused", "inviter"])


def _let_in(request):
    member = User.objects.select_for_update().get(pk=request.member_id, standing=Standing.WAITING)
    member.standing, member.chapter = Standing.MEMBER, request.chapter
    member.probation_until = today() + NEW_FOR
    member.save(update_fields=["standing", "chapter", "probation_until"])
    # Before anybody can meet: whoever wrote her into the sealed list never will.
    keep_apart(member)
    tell(member=member, kind=LET_IN, path=reverse("network:home"))
