"""Signing in and out, the second factor, and what Wagtail's own account pages lead to here."""

from http import HTTPStatus

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin.views.account import AccountView, LocaleSettingsPanel, ThemeSettingsPanel

from network.access import second_factor

TOO_MANY = {"too_many_login_attempts", "rate_limited"}
RETRY_AFTER = 300  # seconds, as long as the limits of ACCOUNT_RATE_LIMITS last


class HonestStatusMixin:
    """A refused form answers 400, one tried too often 429 with Retry-After."""

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        form = context.get("form")
        if form is None or not form.is_bound or form.is_valid():
            return response
        codes = {error.code for errors in form.errors.as_data().values() for error in errors}
        if codes & TOO_MANY:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response["Retry-After"] = str(RETRY_AFTER)
        else:
            response.status_code = HTTPStatus.BAD_REQUEST
        return response


class SignInView(HonestStatusMixin, LoginView):
    pass


class CodeView(HonestStatusMixin, AuthenticateView):
    pass


class PassphraseAgainView(HonestStatusMixin, ReauthenticateView):
    pass


class CodeAgainView(HonestStatusMixin, ReauthenticateByCodeView):
    pass


class SetUpView(HonestStatusMixin, ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        second_factor.mark_proven(self.request)
        return response


class SignOutView(LogoutView):
    def post(self, *args, **kwargs):
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response


class StaffAccountView(AccountView):
    """Language and theme; there is no name, e-mail, picture or passphrase to change here."""

    def get_panels(self):
        wanted = (LocaleSettingsPanel, ThemeSettingsPanel)
        return [panel for panel in super().get_panels() if isinstance(panel, wanted)]


def to_sign_in(request, *, otherwise="/", **kwargs):
    """Lead from a sign-in page of Wagtail to ours; what was sent there is not looked at."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = otherwise
    return redirect_to_login(wanted)


def closed(request, **kwargs):
    raise Http404
