"""The forms of one's own account: a new passphrase, recovery, the e-mail address, a session's label."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from home.newsletter.forms import AddressField
from network.access import kit, limits, mailcode
from network.access.passphrases import HELP, LONGEST
from network.members.models import User

LONGEST_CODE = 60
LONGEST_LABEL = 40
RECOVERY, EMAIL = "recovery", "email"  # what a code by mail is for
PLAIN_INPUT = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class PassphraseField(forms.CharField):
    """A new passphrase, exactly as typed or pasted; never written back into the page."""

    def __init__(self, **kwargs):
        kwargs.setdefault("strip", False)
        kwargs.setdefault("widget", forms.PasswordInput(attrs={"autocomplete": "new-password"}))
        super().__init__(**kwargs)
        # A validator, not max_length: the browser would cut a long passphrase without a word.
        too_long = _("A passphrase has at most 256 characters. Use a shorter one.")
        self.validators.append(MaxLengthValidator(LONGEST, too_long))


class NewPassphraseForm(forms.Form):
    """A passphrase twice; `person` is the account whose words it must not be made of."""

    passphrase = PassphraseField(label=_("New passphrase"), help_text=HELP)
    again = PassphraseField(label=_("The same once more"))

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self):
        cleaned = super().clean()
        passphrase = cleaned.get("passphrase")
        if passphrase and "again" in cleaned and passphrase != cleaned["again"]:
            self.add_error("again", _("The two are not the same. Type both again."))
        elif passphrase:
            self.hold_to_rules(passphrase, self.person)
        return cleaned

    def hold_to_rules(self, passphrase, person):
        try:
            validate_password(passphrase, person)
        except ValidationError as error:
            self.add_error("passphrase", error)


class _RequestMixin:
    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request


class KitRecoveryForm(_RequestMixin, NewPassphraseForm):
    """Handle, code of the kit, new passphrase. `member` and `found` are set when all are right."""

    handle = forms.CharField(
        label=_("Handle"), max_length=80, widget=forms.TextInput(attrs=PLAIN_INPUT)
    )
    code = forms.CharField(
        label=_("A code of your recovery kit"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs=PLAIN_INPUT),
    )
    field_order = ["handle", "code", "passphrase", "again"]

    def clean(self):
        self.person = User(handle=self.cleaned_data.get("handle", "").lower())
        cleaned = super().clean()
        if not self.errors:
            limits.count_try(self.request, "kit", self.person.handle)
            self._find(cleaned)
        return cleaned

    def _find(self, cleaned):
        people = User.objects.filter(is_active=True, handle=self.person.handle)
        self.member = people.first()
        self.found = kit.find(self.member, cleaned["code"])
        if self.found is None:
            wrong = _("The handle or the code is not right. Check both and try again.")
            raise ValidationError(wrong, code="incorrect_code")
        # Only now: the chosen name is for whoever has shown the code.
        self.hold_to_rules(cleaned["passphrase"], self.member)


class AddressForm(forms.Form):
    address = AddressField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class EmailForm(AddressForm):
    recovers = forms.BooleanField(
        label=_("With this mailbox I may set a new passphrase"),
        help_text=_(
            "Tick this only if nobody else reads the mailbox. It takes a day, and begins to work "
            "three days from now."
        ),
        required=False,
    )


class MailCodeForm(_RequestMixin, forms.Form):
    """The code that came by mail; `proven` is what the session waited for."""

    purpose = EMAIL
    code = forms.CharField(
        label=_("The code from the mail"),
        help_text=_("It works for ten minutes, in this browser only."),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs=PLAIN_INPUT | {"autocomplete": "one-time-code"}),
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            limits.count_try(
                self.request, f"mail {self.purpose}", self.request.session.session_key or ""
            )
            self.proven = mailcode.prove(self.request, self.purpose, cleaned["code"])
        return cleaned


class MailRecoveryForm(MailCodeForm, NewPassphraseForm):
    purpose = RECOVERY
    field_order = ["code", "passphrase", "again"]


class LabelForm(forms.Form):
    label = forms.CharField(label=_("Your name for it"), max_length=LONGEST_LABEL, required=False)
