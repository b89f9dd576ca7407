"""Locking a session, opening it again, and saying that somebody is still there."""

from allauth.account.adapter import get_adapter
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from network import policy
from network.access import lock
from network.access.forms import PassphraseAgainForm
from network.access.views import HonestStatusMixin


@require_POST
def lock_now(request):
    """Lock at a press; who is no member has nothing to unlock and is signed out."""
    if policy.locks(request.user):
        lock.lock(request)
        response = redirect("account_locked")
    else:
        logout(request)
        response = redirect("account_login")
    # Pages that the browser keeps alive for Back go as well.
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
def awake(request):
    """Take a sign of life from a page in which somebody reads or writes; the clock has counted it."""
    if request.user.is_authenticated:
        return HttpResponse(status=204)
    return redirect("account_login")


class UnlockView(HonestStatusMixin, FormView):
    """Asks for the passphrase, under the limits of signing in, and says nothing of what is behind."""

    form_class = PassphraseAgainForm
    template_name = "network/access/locked.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect("account_login")
        if not lock.is_locked(request.session):
            return redirect(get_adapter().get_login_redirect_url(request))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        return redirect(lock.unlock(self.request))
