"""The forms of signing in: allauth's, with our words, limits before work and no placeholders."""

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from network.access import actions, kit, second_factor
from network.access.passphrases import LONGEST

CODE_MAX = 40
KEY_ANSWER_MAX = 20_000


def _limit(field, most, message):
    # A validator, not max_length: the browser would cut a long passphrase without a word.
    field.validators.append(MaxLengthValidator(most, message))


class _PassphraseMixin:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label = _("Passphrase")
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)
        _limit(field, LONGEST, _("A passphrase has at most 256 characters. Check yours."))


class _CodeMixin:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code")
        field.help_text = _("The 6 digits that your app shows now.")
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        _limit(field, CODE_MAX, _("A code is shorter. Check yours."))


class SignInForm(_PassphraseMixin, LoginForm):
    # On everybody's page, so that it tells nobody whose account is locked down.
    kit_code = forms.CharField(
        required=False,
        label=_("Code of the recovery kit"),
        help_text=_("Only after you locked your account down. Each code works once."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        validators=[MaxLengthValidator(CODE_MAX, _("A code is shorter. Check yours."))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        field.label = _("Handle")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def user_credentials(self):
        return super().user_credentials() | {"kit_code": self.cleaned_data.get("kit_code", "")}


class PassphraseAgainForm(_PassphraseMixin, ReauthenticateForm):
    pass


class _AnyCodeMixin(_CodeMixin):
    """Takes a code of the app, or one of the recovery kit, which is then used up."""

    facts = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = None
        field = self.fields["code"]
        field.help_text = _("The 6 digits that your app shows now, or a code of your recovery kit.")
        # Those of the kit have letters.
        del field.widget.attrs["inputmode"]

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not kit.is_like_a_code(code):
            return super().clean_code()
        forget_try = check_rate_limit(self.user)
        self.found = kit.find(self.user, code)
        if not (self.found and actions.use_code(member=self.user, found=self.found)):
            raise get_adapter().validation_error("incorrect_code")
        forget_try()
        return code

    def save(self):
        if self.found is None:
            super().save()
        else:
            second_factor.mark_code_shown(context.request, self.user, self.found, **self.facts)


class CodeForm(_AnyCodeMixin, AuthenticateForm):
    pass


class CodeAgainForm(_AnyCodeMixin, ReauthenticateByCodeForm):
    facts = {"reauthenticated": True}


class _KeyMixin:
    """What the browser hands over for a security key, limited before anybody reads it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["credential"]
        field.error_messages["required"] = _(
            "The key did not answer. Put it in, press the button, and touch the key."
        )
        field.error_messages["invalid"] = field.error_messages["required"]

    def clean_credential(self):
        if len(self.data.get("credential", "")) > KEY_ANSWER_MAX:
            raise get_adapter().validation_error("incorrect_code")
        return getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"])()


class KeyForm(_KeyMixin, AuthenticateWebAuthnForm):
    pass


class KeyAgainForm(_KeyMixin, ReauthenticateWebAuthnForm):
    pass


class NewKeyForm(_KeyMixin, AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A name that somebody typed would stand in the database in clear.
        del self.fields["name"]

    def clean(self):
        return super().clean() | {"name": ""}


class SecondFactorForm(_CodeMixin, ActivateTOTPForm):
    pass
