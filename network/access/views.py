"""Signing in and out, the second factor, and what Wagtail's own account pages lead to here."""

from http import HTTPStatus

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin.views.account import AccountView, LocaleSettingsPanel, ThemeSettingsPanel

from network import policy
from network.access import actions, kit, second_factor, trust
from network.access.door import refuse_new_key, sure

Kind = actions.Kind
TOO_MANY = {"too_many_login_attempts", "rate_limited"}
RETRY_AFTER = 300  # seconds, as long as the limits of ACCOUNT_RATE_LIMITS last


def set_honest_status(response, *forms):
    """Give a response 400 when a form was refused, and 429 with Retry-After when tried too often."""
    for form in forms:
        if form is None or not form.is_bound or form.is_valid():
            continue
        codes = {error.code for errors in form.errors.as_data().values() for error in errors}
        if codes & TOO_MANY:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response["Retry-After"] = str(RETRY_AFTER)
        else:
            response.status_code = HTTPStatus.BAD_REQUEST
    return response


class HonestStatusMixin:
    """A refused form answers 400, one tried too often 429 with Retry-After."""

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        return set_honest_status(response, context.get("form"), context.get("webauthn_form"))


class SignInView(HonestStatusMixin, LoginView):
    pass


class CodeView(HonestStatusMixin, AuthenticateView):
    def get_context_data(self, **kwargs):
        types = second_factor.types_of(self.stage.login.user)
        return super().get_context_data(**kwargs) | {"with_key": second_factor.KEY in types}


class PassphraseAgainView(HonestStatusMixin, ReauthenticateView):
    pass


class CodeAgainView(HonestStatusMixin, ReauthenticateByCodeView):
    pass


class KeyAgainView(HonestStatusMixin, ReauthenticateWebAuthnView):
    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data() | {"form": form})


class SecondStepView(IndexView):
    """What second factors there are, what is left of the kit, and what this session may remove."""

    def get_context_data(self, **kwargs):
        account = self.request.user
        keys = Authenticator.objects.filter(user=account, type__in=trust.KEYS).order_by("pk")
        return {
            "app": next((key for key in keys if key.type == second_factor.APP), None),
            "keys": [key for key in keys if key.type == second_factor.KEY],
            "codes_left": kit.left(account),
            "required": policy.needs_second_factor(account),
        }


class _SetUpMixin(HonestStatusMixin):
    """After adding a second factor: this session has shown it, and a kit is made if there is none."""

    added = None

    @transaction.atomic
    def form_valid(self, form):
        account = self.request.user
        trusted_from = trust.trusted_from(account, timezone.now())
        super().form_valid(form)
        key = Authenticator.objects.filter(user=account, type__in=trust.KEYS).latest("pk")
        second_factor.stamp(key, trusted_from)
        actions.note(member=account, kind=self.added)
        second_factor.mark_proven(self.request, key)
        return redirect("mfa_index" if kit.left(account) else "account_kit")


class SetUpView(_SetUpMixin, ActivateTOTPView):
    added = Kind.APP_ADDED


class AddKeyView(_SetUpMixin, AddWebAuthnView):
    added = Kind.KEY_ADDED

    def get_context_data(self, **kwargs):
        # allauth drops the form that was refused.
        return super().get_context_data(**kwargs) | kwargs


class RemoveAppView(DeactivateTOTPView):
    @transaction.atomic
    def form_valid(self, form):
        if not second_factor.may_be_removed_by(self.request, self.authenticator):
            return refuse_new_key(self.request)
        response = super().form_valid(form)
        actions.note(member=self.request.user, kind=Kind.APP_REMOVED)
        return response


@sure()
@transaction.atomic
def remove_key(request, public_id):
    """Ask, and then remove one security key."""
    key = get_object_or_404(
        Authenticator, user=request.user, type=second_factor.KEY, data__public_id=public_id
    )
    if request.method != "POST":
        return render(request, "mfa/webauthn/remove.html", {"key": key})
    if not second_factor.may_be_removed_by(request, key):
        return refuse_new_key(request)
    key.delete()
    actions.note(member=request.user, kind=Kind.KEY_REMOVED)
    return redirect("mfa_index")


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
