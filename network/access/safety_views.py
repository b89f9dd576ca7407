"""What this site protects and what it cannot, the switches for it, and the way out when all is wrong."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from home.sealing.cipher import Tampered
from network import policy
from network.access import lockdown, outbound
from network.access.places import url_of
from network.access.safety_forms import IdleForm, LockdownForm
from network.members import actions

BOTH = ["GET", "HEAD", "POST"]
# Address name and words, by heading; what no slice offers yet is not shown.
SWITCHES = [
    (
        _("Who comes in"),
        [
            ("mfa_index", _("Second step when you sign in")),
            ("account_change_password", _("Your passphrase")),
            ("account_kit", _("Your recovery kit")),
            ("account_sessions", _("Where you are signed in")),
            ("account_email", _("Your e-mail address")),
        ],
    ),
    (
        _("Who reaches you"),
        [
            ("network:contact", _("How you may be contacted, and mail")),
            ("network:looks", _("Who looked at your contact data")),
            ("network:blocks", _("People who must never meet or find you")),
        ],
    ),
    (
        _("What is kept of you"),
        [
            ("network:visibility", _("What you have opened, and to whom")),
            ("network:matrix", _("Who can see what, and how long it is kept")),
            (
                "network:your_data",
                _("Take your data along, close the account, or erase everything"),
            ),
        ],
    ),
]


def _sent(request):
    """Return what was sent, be it nothing at all, or None when nothing was."""
    return request.POST if request.method == "POST" else None


@login_required
@require_http_methods(BOTH)
def start(request):
    """Say once, before the first page, what is protected and what is not."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    if request.method != "POST":
        return render(request, "network/access/start.html", {"next": wanted})
    actions.note_safety_read(by=request.user)
    host = request.get_host()
    if not url_has_allowed_host_and_scheme(wanted, {host}, request.is_secure()):
        wanted = "network:home" if policy.may_enter_network(request.user) else "/"
    return redirect(wanted)


@require_http_methods(BOTH)
def safety(request):
    """Show the switches; changing one stays on the page."""
    form = IdleForm(_sent(request), account=request.user)
    if request.method == "POST" and form.is_valid():
        minutes = form.cleaned_data["minutes"]
        if minutes > request.user.idle_minutes:
            # Whoever finds an open session must not be able to keep it open.
            raise_if_reauthentication_required(request, app="account")
        actions.choose_idle_minutes(by=request.user, minutes=minutes)
        return redirect("network:safety")
    status = 400 if form.is_bound else 200
    context = {"form": form, "switches": _offered_switches()}
    return render(request, "network/access/safety.html", context, status=status)


def _offered_switches():
    groups = [
        (heading, [{"url": url, "title": title} for name, title in links if (url := url_of(name))])
        for heading, links in SWITCHES
    ]
    return [(heading, links) for heading, links in groups if links]


@login_required
@require_http_methods(BOTH)
def lock_down(request):
    """One press; no passphrase is asked, because there may be no time."""
    policy.require(policy.locks(request.user))
    possible = policy.may_lock_down(request.user)
    form = LockdownForm(_sent(request))
    if request.method == "POST" and possible and form.is_valid():
        lockdown.lock_down(by=request.user, wait=form.cleaned_data["wait"])
        logout(request)
        response = redirect("account_lockdown_done")
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response
    # 409: the press was right, but without a kit nobody could ever sign in again.
    status = 409 if request.method == "POST" and not possible else 200
    context = {"form": form, "possible": possible}
    return render(request, "network/access/lockdown.html", context, status=status)


def lockdown_done(request):
    """Say how to come back; the same for everyone who opens it."""
    return render(request, "network/access/lockdown_done.html")


def leave_for(request, token):
    """Say which other site a link leads to before anything is asked from it."""
    try:
        address = outbound.open_token(token)
    except Tampered:
        raise Http404 from None
    return render(request, "network/access/out.html", {"address": address})
