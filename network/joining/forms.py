"""What people fill in on the way in, and what officers say about it."""

import unicodedata

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from home.safety.guarded import GuardedForm
from home.sanitize import BAD_IN_TEXT
from network.joining import handles
from network.members.chapters import Chapter
from network.members.models import User

PSEUDONYM_MAX = 60
PASSPHRASE_MAX = 256
NOTE_MAX = 1000
CODE_MAX = 60
SIGNED_MAX = 120


# Joiners that several scripts and emoji need; every other sign without a shape can deceive.
JOINERS = "\u200c\u200d"
SHAPELESS = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


class PseudonymField(forms.CharField):
    """A name that somebody chooses to be called by; anybody may have the same one."""

    def clean(self, value):
        name = unicodedata.normalize("NFC", super().clean(value))
        if any(unicodedata.category(sign) in SHAPELESS for sign in name if sign not in JOINERS):
            raise ValidationError(
                _("This name holds signs that cannot be seen. Type it anew."), code="invisible"
            )
        if name and not any(sign.isalnum() for sign in name):
            raise ValidationError(_("Use at least one letter or digit."), code="invisible")
        return " ".join(name.split())


class JoinForm(GuardedForm):
    """The second step: a handle that we proposed, a chosen name, a passphrase, and one more."""

    use_required_attribute = False

    handle = forms.ChoiceField(
        label=_("Handle"),
        help_text=_("The name to sign in with. Nobody else sees it. Choose one and write it down."),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of these handles."),
            "invalid_choice": _("Choose one of these handles."),
        },
    )
    pseudonym = PseudonymField(
        label=_("Name to be called by"),
        help_text=_("Any name but your real one. You can change it later."),
        max_length=PSEUDONYM_MAX,
        error_messages={
            "required": _("Type a name to be called by. Any name will do."),
            "max_length": _("A name has at most 60 characters. Shorten it."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        help_text=_("At least 12 characters; four or five words that only you would put together."),
        strip=False,
        # A validator, not max_length: the browser would cut a long passphrase without a word.
        validators=[
            MaxLengthValidator(
                PASSPHRASE_MAX, _("A passphrase has at most 256 characters. Shorten it.")
            )
        ],
        error_messages={"required": _("Type a passphrase of at least 12 characters.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.initial.setdefault("pseudonym", handles.suggest_pseudonym())
        self._offer()

    def _offer(self):
        """Offer three handles; the one that was chosen before stays among them."""
        sent = self.data.get("handle", "")[:SIGNED_MAX]
        kept = [sent] if handles.read(sent) else []
        offered = [*kept, *handles.propose()][: handles.CHOICES]
        self.fields["handle"].choices = [(signed, handles.read(signed)) for signed in offered]

    def clean_handle(self):
        return handles.read(self.cleaned_data["handle"])

    def clean(self):
        cleaned = super().clean()
        handle, passphrase = cleaned.get("handle"), cleaned.get("passphrase")
        if handle and handle in cleaned.get("pseudonym", "").lower():
            self.add_error(
                "pseudonym", _("Others will see this name. Choose one without the handle.")
            )
        if handle and handle in (passphrase or "").lower():
            self.add_error(
                "passphrase", _("A passphrase must not hold the handle. Choose another.")
            )
        elif passphrase:
            try:
                validate_password(passphrase, user=User(handle=handle or ""))
            except ValidationError as error:
                self.add_error("passphrase", error)
        return cleaned


class OpenJoinForm(JoinForm):
    """For who comes without an invitation."""

    chapter = forms.ModelChoiceField(
        Chapter.objects.none(),
        label=_("Chapter"),
        help_text=_("Members of one place. Its coordinator will read your request."),
        to_field_name="public_id",
        required=False,
        empty_label=_("No chapter"),
        error_messages={"invalid_choice": _("Choose one of these chapters, or none.")},
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["chapter"].queryset = Chapter.objects.open_to_newcomers()


class InvitedJoinForm(JoinForm):
    """For who holds an invitation; its inviter's chapter comes with it."""

    invitation = forms.CharField(
        label=_("Invitation code"),
        help_text=_(
            "The letters and digits on your paper. Capitals, spaces and hyphens do not matter."
        ),
        max_length=CODE_MAX,
        error_messages={
            "required": _("Type the code of your invitation."),
            "max_length": _("A code is shorter. Check yours."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class NoteField(forms.CharField):
    """A text of at most 1,000 characters in any language, without signs that cannot be seen."""

    widget = forms.Textarea(attrs={"rows": 5, "autocomplete": "off"})

    def __init__(self, **kwargs):
        too_long = _("At most 1,000 characters fit. Shorten your text.")
        super().__init__(
            max_length=NOTE_MAX, required=False, error_messages={"max_length": too_long}, **kwargs
        )

    def clean(self, value):
        # Browsers send two characters for the end of a line, and count one.
        return BAD_IN_TEXT.sub("", super().clean((value or "").replace("\r\n", "\n")))


class NoteForm(forms.Form):
    note = NoteField(
        label=_("Note to the officers"),
        help_text=_("At most 1,000 characters. Write nothing that could harm you or others."),
    )


class WithdrawForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, erase everything now."),
        error_messages={"required": _("Tick the box to say that you mean it.")},
    )


class WordForm(forms.Form):
    """An officer's word on a request."""

    use_required_attribute = False

    word = forms.ChoiceField(
        label=_("Your word"),
        choices=[("yes", _("Let in")), ("no", _("Refuse"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whether to let in or to refuse."),
            "invalid_choice": _("Choose whether to let in or to refuse."),
        },
    )
    note = NoteField(
        label=_("Note for the other officers"),
        help_text=_("At most 1,000 characters. It is erased 30 days after the decision."),
    )
