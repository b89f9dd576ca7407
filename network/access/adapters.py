"""What allauth does differently here: no address kept, no account confirmed, no secret in clear."""

import time
from io import BytesIO

import qrcode
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from home.safety.networks import network_token
from home.sealing.cipher import seal, unseal
from network import policy
from network.access import actions, kit, lockdown, second_factor
from network.access.second_factor import SEALING_CONTEXT

NEUTRAL_NAME = settings.MFA_TOTP_ISSUER


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The handle or the passphrase is not right. Check both and try again."
        ),
        "incorrect_password": _("The passphrase is not right. Try again."),
        "incorrect_code": _("The code is not right. Wait for the next code and type that one."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait five minutes, then try again."),
    }

    def get_client_ip(self, request):
        """Return the day's name of the network; the address itself reaches no cache and no row."""
        return network_token(super().get_client_ip(request))

    def _get_login_attempts_cache_key(self, request, **credentials):
        # Handle *and* network: whoever types a wrong passphrase 100 times locks out herself, and
        # not the person whose handle it is. Keyed, so that a copy of the cache names nobody.
        handle = credentials.get("username", "").lower()
        tried = f"{self.get_client_ip(request)}:{handle}"
        return salted_hmac("sign-in tries", tried, algorithm="sha256").hexdigest()

    def authenticate(self, request, kit_code="", **credentials):
        # A closed account answers like an absent one; allauth would show its own page. So does one
        # that is locked down, until a code of the recovery kit comes with the passphrase.
        account = super().authenticate(request, **credentials)
        if account is None:
            if kit_code:
                # As after a right passphrase: who holds it must not learn so from the time.
                kit.find(None, kit_code)
            return None
        if account.is_active and lockdown.lets_in(account, kit_code):
            account.was_let_in = True
            return account
        # The passphrase was right, and allauth took this try back: it counts like any wrong one.
        self.pre_authenticate(request, **credentials)
        return None

    def pre_login(self, request, user, **kwargs):
        # Every other way to a session that allauth knows, now or later, meets the lockdown here.
        if not getattr(user, "was_let_in", False) and lockdown.is_down(user):
            return redirect("account_login")
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request, user, **kwargs):
        lockdown.end(by=user)
        return super().post_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app, **kwargs):
        # Someone who typed the passphrase a minute ago is not asked for it again.
        records = get_authentication_records(self.request, self.request.user)
        typed = [record["at"] for record in records if record["method"] == "password"]
        if typed and time.time() - typed[-1] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        """Return the ways to say who one is, the first of them first."""
        if not user.is_authenticated:
            return []
        types = second_factor.types_of(user)
        ways = {
            "account_reauthenticate": (_("Use the passphrase instead"), user.has_usable_password()),
            "mfa_reauthenticate_webauthn": (
                _("Use the security key instead"),
                second_factor.KEY in types,
            ),
            "mfa_reauthenticate": (
                _("Use a code instead"),
                second_factor.APP in types or kit.left(user),
            ),
        }
        return [
            {"id": name, "description": words, "url": reverse(name)}
            for name, (words, is_there) in ways.items()
            if is_there
        ]

    def login(self, request, user):
        super().login(request, user)
        # Who signs in has the passphrase: a wish for a new one was somebody else's, or is over.
        actions.stop_mail_recovery(member=user)

    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        return False

    def add_message(self, *args, **kwargs):
        """Say nothing: allauth's messages name the handle, and one to a stranger needs a cookie."""

    def get_login_redirect_url(self, request):
        if policy.may_come_back(request.user):
            return resolve_url("account_closing")
        if policy.may_enter_network(request.user):
            return resolve_url("network:home")
        if policy.may_enter_cms(request.user):
            return resolve_url("wagtailadmin_home")
        if policy.waits(request.user):
            return resolve_url("account_waiting")
        return resolve_url(settings.LOGIN_REDIRECT_URL)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text):
        return seal(text, context=SEALING_CONTEXT)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text, context=SEALING_CONTEXT)

    def get_totp_label(self, user):
        """The handle would tell whoever holds the phone how to sign in here."""
        return NEUTRAL_NAME

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": NEUTRAL_NAME}

    def get_public_key_credential_user_entity(self, user):
        """What the key and its window show; the id is random, as in all addresses."""
        return {"id": user.public_id.encode(), "name": NEUTRAL_NAME, "display_name": NEUTRAL_NAME}

    def build_totp_svg(self, url):
        """Return the picture as an SVG element without XML declaration, black on white."""
        picture = qrcode.make(url, image_factory=SvgPathFillImage, border=4)
        out = BytesIO()
        picture.save(out)
        # Drawn by the library from the bits of the code: no text of anybody's is in it.
        return mark_safe(out.getvalue().decode().partition("?>")[2].strip())  # noqa: S308
