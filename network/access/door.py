"""The one way to stop somebody at a door; middleware and pages use the same."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render, resolve_url

from network import policy
from network.access import second_factor, trust


def stop(request, *, may):
    """
    Return the redirect that leads this person to the missing step, or None when they may go on.

    `may` is a rule of `network.policy`. Raises PermissionDenied when no step would help: sending a
    signed-in person to the sign-in page would only send them back, for ever.
    """
    here = request.get_full_path()
    account = request.user
    if not account.is_authenticated:
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        return redirect_to_login(here)
    if policy.may_come_back(account):
        return redirect("account_closing")
    policy.require(may(account))
    if policy.needs_second_factor(account) and not second_factor.is_proven(request):
        return redirect_to_login(here, login_url=second_factor.next_step(account))
    return None


def ask_again(request, then=None):
    """Return the redirect that asks who is there once more, and leads on to `then` (default: here)."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    here = resolve_url(then) if then else request.get_full_path()
    return redirect_to_login(here, login_url=ways[0]["url"] if ways else settings.LOGIN_URL)


def own(view):
    """Open a page of one's own account to whoever is signed in."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def sure(*, trusted=False, then=None):
    """
    Open a page that changes how one signs in: only to whoever said who they are a moment ago.

    With `trusted` a session that showed only new keys is refused (network.access.trust). Addresses
    that take no GET say where to go on with `then`.
    """

    def decorate(view):
        @own
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if is_reauthentication_required(request, app="allauth.account"):
                return ask_again(request, then)
            if trusted and trust.is_quarantined(request):
                return refuse_new_key(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def refuse_new_key(request):
    """Return the page that says why a new key opens this door only later, and what opens it now."""
    return render(request, "account/quarantine.html", status=403)
