"""The one way to stop somebody at a door; middleware and pages use the same."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from network import policy
from network.access import second_factor


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
