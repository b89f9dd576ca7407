"""Where officers read requests to join and give their word."""

from http import HTTPStatus

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from network import policy
from network.joining import decisions
from network.joining.forms import WordForm
from network.joining.models import JoinRequest, Opinion
from network.members import desk

# The oldest first: the rest shows as these are decided, and nobody copies a long list.
MOST = 20


def for_office(officer):
    """Return an officer's requests, each with whether she has spoken."""
    hers = Opinion.objects.filter(request=OuterRef("pk"), officer=officer)
    return JoinRequest.objects.for_office(officer).annotate(spoken=Exists(hers))


@require_safe
def requests(request):
    policy.require(policy.is_officer(request.user))
    context = {"join_requests": for_office(request.user).undecided()[:MOST]}
    return render(request, "network/joining/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, public_id):
    policy.require(policy.is_officer(request.user))
    wanted = get_object_or_404(for_office(request.user), public_id=public_id)
    form = WordForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, wanted, form)
    if not form.is_valid():
        return _show(request, wanted, form, status=HTTPStatus.BAD_REQUEST)
    approves = form.cleaned_data["word"] == "yes"
    try:
        decisions.give_word(
            by=request.user, request=wanted, approves=approves, note=form.cleaned_data["note"]
        )
    except (decisions.AlreadyDecidedError, decisions.AlreadySpokenError):
        form.add_error(None, _("This was decided, or you gave your word, before this arrived."))
        return _show(request, wanted, form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Your word is kept."))
    return redirect("network:requests")


def _show(request, wanted, form, *, status=HTTPStatus.OK):
    context = {
        "join_request": wanted,
        "opinions": list(wanted.opinions.order_by("pk")),
        "may_speak": wanted.decided_at is None
        and not wanted.spoken
        and policy.office_before(request.user, wanted) is not None,
        "form": form,
    }
    return render(request, "network/joining/request.html", context, status=status)


@desk.waiting
def words_needed(officer):
    """Say how many requests to join wait for this officer's word."""
    count = for_office(officer).undecided().filter(spoken=False).count()
    if not count:
        return []
    text = ngettext(
        "%(count)d request to join waits for your word.",
        "%(count)d requests to join wait for your word.",
        count,
    )
    return [(text % {"count": count}, reverse("network:requests"))]
