"""How a member may be reached, what is new for her, who looked; and the officers' breaking of glass."""

from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network import policy
from network.contact import actions, reveals
from network.contact.forms import ContactForm, ReasonForm
from network.contact.looks import role_words, what_words
from network.contact.models import ContactCard, Look, Notice, Reveal
from network.contact.notices import words_of
from network.members.chapters import Office
from network.members.limits import TooMany
from network.members.models import User
from network.members.people import seen_by

SHOW_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 20


@SHOW_OR_SEND
def contact(request):
    card = ContactCard.objects.filter(member=request.user).first()
    card = card or ContactCard(member=request.user)
    form = ContactForm.of(card, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.save_card(by=request.user, **form.values())
        messages.success(request, _("Saved."))
        return redirect("network:contact")
    context = {
        "form": form,
        "card": card,
        "is_over": card.rules_until is not None and not card.rules_hold,
        "has_mailbox": bool(request.user.sealed_email),
    }
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, "network/contact/contact.html", context, status=status)


@SHOW_OR_SEND
def notices(request):
    if request.method == "POST":
        actions.see_notices(by=request.user)
        return redirect("network:notices")
    page = _page(request, Notice.objects.filter(member=request.user))
    for notice in page:
        notice.words = words_of(notice.kind)
    return render(request, "network/contact/notices.html", {"page_obj": page})


@require_safe
def looks(request):
    page = _page(request, Look.objects.filter(member=request.user))
    for look in page:
        look.who, look.at_what = role_words(look.role), what_words(look.what)
    return render(request, "network/contact/looks.html", {"page_obj": page})


@SHOW_OR_SEND
def ask_to_reveal(request, public_id):
    there = User.objects.filter(policy.there_for(request.user))
    named = Q(public_id=public_id) | Q(profile__public_id=public_id)
    member = get_object_or_404(there.select_related("chapter", "key"), named)
    # 404, not 403: a 403 would confirm that somebody is at this address.
    if policy.reveal_role(request.user, member) is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid():
            try:
                asked = reveals.ask(by=request.user, member=member, **form.cleaned_data)
            except TooMany as refusal:
                form.add_error(None, _("You have asked ten times today. Go on tomorrow."))
                return _too_many(_asking(request, form, member), refusal)
            return redirect("network:reveal", asked.public_id)
    return _asking(request, form, member, status=status)


def _asking(request, form, member, **options):
    person = seen_by(request.user, [member])[member.pk]
    context = {"form": form, "person": person}
    return render(request, "network/contact/ask_to_reveal.html", context, **options)


def _too_many(response, refusal):
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(refusal.retry_after)
    return response


# Whoever sits down at an officer's open session can neither allow a look nor take one.
@SHOW_OR_SEND
@reauthentication_required(allow_get=True)
def reveal(request, public_id):
    known = Reveal.objects.visible_to(request.user).select_related("member__key")
    found = get_object_or_404(known, public_id=public_id)
    is_mine = found.asked_by_id == request.user.pk
    if request.method != "POST":
        return _reveal(request, found, is_mine=is_mine)
    wish = request.POST.get("do")
    if wish == "open":
        opened = reveals.read(by=request.user, reveal=found)
        # Shown in the answer itself: an address that shows it could be opened again unnoticed.
        return _reveal(request, found, is_mine=is_mine, opened=opened)
    if wish in {"allow", "refuse"}:
        reveals.decide(by=request.user, reveal=found, approves=wish == "allow")
        messages.success(request, _("Your answer is noted."))
        return redirect("network:reveal", found.public_id)
    return _reveal(request, found, is_mine=is_mine, status=HTTPStatus.BAD_REQUEST)


def _reveal(request, found, *, is_mine, opened=None, **options):
    context = {
        "reveal": found,
        "person": seen_by(request.user, [found.member])[found.member_id],
        "role": Office.Kind(found.role).label,
        "is_mine": is_mine,
        "may_decide": found.waits and policy.may_decide_reveal(request.user, found),
        "opened": opened,
    }
    return render(request, "network/contact/reveal.html", context, **options)


def _page(request, rows):
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
