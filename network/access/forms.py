"""The forms of signing in: allauth's, with our words, limits before work and no placeholders."""

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

PASSPHRASE_MAX = 256
CODE_MAX = 40


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
        _limit(field, PASSPHRASE_MAX, _("A passphrase has at most 256 characters. Check yours."))


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
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _(
            "The 6 digits that your app shows now, or one of the codes that you wrote down."
        )


class CodeForm(_AnyCodeMixin, AuthenticateForm):
    pass


class CodeAgainForm(_AnyCodeMixin, ReauthenticateByCodeForm):
    pass


class SecondFactorForm(_CodeMixin, ActivateTOTPForm):
    pass
