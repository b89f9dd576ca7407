"""Coming in: joining without a trace before the last step, and inviting others."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from home.safety.origin import same_origin_only
from home.subjects.models import Country
from network import policy
from network.access.kit import make_kit
from network.joining import actions
from network.joining import invitations as inviting
from network.joining.forms import InvitedJoinForm, OpenJoinForm

SHOW_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
# What the first step asks; each answer of a grown person has its form.
MINOR = "under-18"
FORMS = {"adult": OpenJoinForm, "invited": InvitedJoinForm}
KEPT = ("pseudonym", "chapter", "invitation")
RETRY_AFTER = 60 * 60  # seconds, as long as the limit in ACCOUNT_RATE_LIMITS lasts


# Not Django's token: its cookie would stay with somebody who only said that she is under 18.
@same_origin_only
@SHOW_OR_SEND
def signup(request):
    """Ask for the age, then for what an account needs; nothing is kept before the last step."""
    if request.user.is_authenticated:
        return redirect(get_adapter().get_login_redirect_url(request))
    age = request.POST.get("age")
    if age == MINOR:
        return _help_for_the_young(request)
    if age not in FORMS:
        status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
        return render(request, "network/joining/age.html", status=status)
    if "stamp" not in request.POST or "other" in request.POST:
        typed = {name: request.POST[name] for name in KEPT if name in request.POST}
        return _ask(request, FORMS[age](initial=typed))
    return _join(request, FORMS[age](request.POST))


def _help_for_the_young(request):
    countries = sorted(Country.objects.select_related("help_line"), key=lambda one: one.name)
    return render(request, "network/joining/under_18.html", {"countries": countries})


def _ask(request, form, status=HTTPStatus.OK):
    context = {"form": form, "age": request.POST["age"]}
    return render(request, "network/joining/join.html", context, status=status)


def _join(request, form):
    if not form.is_valid():
        return _ask(request, form, HTTPStatus.BAD_REQUEST)
    if form.is_trap:
        return redirect("account_waiting")
    if not ratelimit.consume(request, action="signup"):
        return _too_many(request, form)
    typed = form.cleaned_data
    try:
        account = actions.join(
            handle=typed["handle"],
            pseudonym=typed["pseudonym"],
            passphrase=typed["passphrase"],
            chapter=typed.get("chapter"),
            invitation_code=typed.get("invitation", ""),
        )
    except inviting.NotUsableError:
        form.add_error(
            "invitation",
            _("This code does not work, or not any more. Ask for a new one, or join without."),
        )
        return _ask(request, form, HTTPStatus.BAD_REQUEST)
    login(request, account)
    record_authentication(request, account, method="password")
    context = {"handle": account.handle, "codes": make_kit(account)}
    return render(request, "network/joining/kit.html", context)


def _too_many(request, form):
    form.add_error(
        None,
        _("Many people joined from your network in this hour. Please try again in an hour."),
    )
    response = _ask(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


@SHOW_OR_SEND
def invitations(request):
    """Show a member how her invitations stand, and a new one's code, once."""
    context = {"may_invite": policy.may_invite(request.user)}
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            _invitation, context["code"] = inviting.invite(by=request.user)
        except inviting.TooManyOpenError:
            context["too_many"] = True
            status = HTTPStatus.CONFLICT
    context["invitations"] = request.user.invitations.all()
    return render(request, "network/joining/invitations.html", context, status=status)
