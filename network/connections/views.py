"""Whom I know here, whom I keep away from, and who must not find me."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.connections import actions, blocking
from network.connections.forms import AvoidForm, CodeForm
from network.connections.models import Avoided, Block, Connection
from network.connections.tokens import member_of, token_for
from network.members.limits import TooMany
from network.members.people import seen_by

SHOW_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 20
OPEN_AT_MOST = 50


@SHOW_OR_SEND
def connections(request):
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _connections(request, form)
    if form.is_valid():
        try:
            actions.ask_by_code(by=request.user, **form.cleaned_data)
        except TooMany as refusal:
            return _too_many_asked(request, form, refusal)
        except actions.NoSuchCode:
            form.add_error("code", _("This code opens nothing. Check it letter by letter."))
        else:
            return _asked(request)
    return _connections(request, form, status=HTTPStatus.BAD_REQUEST)


@require_POST
def ask(request):
    try:
        actions.ask(by=request.user, other=_named(request))
    except TooMany as refusal:
        return _too_many_asked(request, CodeForm(), refusal)
    return _asked(request)


@require_POST
def answer(request, public_id, act):
    known = Connection.objects.visible_to(request.user)
    connection = get_object_or_404(known, public_id=public_id)
    try:
        act(by=request.user, connection=connection)
    except PermissionDenied:
        # 404, not 403: what became of a request is nobody's but the other's business.
        raise Http404 from None
    return redirect("network:connections")


@require_safe
def blocks(request):
    mine = Block.objects.filter(by=request.user, entry=None).order_by("-made_on", "-pk")
    page = Paginator(mine.select_related("by__key"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/connections/blocks.html", {"page_obj": page})


@require_POST
def block(request):
    other = _named(request)
    person = seen_by(request.user, [other])[other.pk]
    blocking.block(by=request.user, other=other, label=person.name)
    messages.success(request, _("You will not meet this member any more."))
    return redirect("network:blocks")


@require_POST
def unblock(request, public_id):
    mine = Block.objects.filter(by=request.user, entry=None)
    blocking.unblock(by=request.user, block=get_object_or_404(mine, public_id=public_id))
    return redirect("network:blocks")


@SHOW_OR_SEND
def avoid(request):
    form = AvoidForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _avoid(request, form)
    if form.is_valid():
        try:
            blocking.avoid(by=request.user, **form.cleaned_data)
        except blocking.ListIsFull:
            form.add_error(None, _("The list has 50 lines. Remove one, then add this one."))
        except TooMany as refusal:
            form.add_error(None, _("You have added 50 lines today. Go on tomorrow."))
            return _too_many(_avoid(request, form), refusal)
        else:
            return redirect("network:avoid")
    return _avoid(request, form, status=HTTPStatus.BAD_REQUEST)


@require_POST
def stop_avoiding(request, public_id):
    mine = Avoided.objects.filter(member=request.user)
    entry = get_object_or_404(mine, public_id=public_id)
    blocking.stop_avoiding(by=request.user, entry=entry)
    return redirect("network:avoid")


def _named(request):
    """Return the member whom the token in the form names, or raise Http404: hidden equals absent."""
    member = member_of(request.POST.get("member", ""), request.user)
    if member is None:
        raise Http404
    return member


def _connections(request, form, **options):
    viewer, state = request.user, Connection.State
    known = Connection.objects.visible_to(viewer).order_by("-asked_on", "public_id")
    accepted = Paginator(known.filter(state=state.ACCEPTED), PER_PAGE)
    lists = {
        "received": list(known.filter(asked=viewer).exclude(state=state.ACCEPTED)[:OPEN_AT_MOST]),
        "sent": list(known.filter(asker=viewer).exclude(state=state.ACCEPTED)[:OPEN_AT_MOST]),
        "page_obj": accepted.get_page(request.GET.get("page")),
    }
    rows = [row for rows in lists.values() for row in rows]
    introduced = {row.asker_id for row in lists["received"]}
    members = [row.other_than(viewer) for row in rows]
    seen = seen_by(viewer, members, introduced=introduced)
    for row, member in zip(rows, members, strict=True):
        row.person, row.token = seen[member.pk], token_for(viewer, member)
    context = {"form": form, "code": viewer.public_id, **lists}
    return render(request, "network/connections/connections.html", context, **options)


def _asked(request):
    messages.success(request, _("Your request is noted."))
    return redirect("network:connections")


def _too_many_asked(request, form, refusal):
    sentence = _("You have asked often enough for today. Go on tomorrow.")
    messages.error(request, sentence)
    return _too_many(_connections(request, form), refusal)


def _avoid(request, form, **options):
    mine = Avoided.objects.filter(member=request.user).select_related("member__key")
    context = {"form": form, "entries": mine.order_by("-pk")}
    return render(request, "network/connections/avoid.html", context, **options)


def _too_many(response, refusal):
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(refusal.retry_after)
    return response
