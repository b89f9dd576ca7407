"""What people fill in to subscribe or to choose again."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from home.newsletter.models import Topic
from home.safety.guarded import GuardedForm

LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets


class AddressField(forms.Field):
    """One e-mail address; whatever is wrong with it, the sentence is the same."""

    widget = forms.EmailInput
    default_error_messages = {"invalid": _("Please enter a valid email address")}

    def clean(self, value):
        address = (value or "").strip()
        try:
            if len(address) > LONGEST_ADDRESS or not address.isprintable():
                raise ValidationError("")
            validate_email(address)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return address


class ChoicesForm(forms.Form):
    topics = forms.MultipleChoiceField(
        label=_("What would you like to read?"),
        help_text=_("Leave all open to get everything."),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Choose topics from this list only."),
            "invalid_list": _("Choose topics from this list only."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language of the newsletter"),
        choices=settings.LANGUAGES,
        required=False,
        error_messages={"invalid_choice": _("Choose one of these languages.")},
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.initial.setdefault("language", get_language())

    def clean_language(self):
        return self.cleaned_data["language"] or get_language()


class SubscribeForm(GuardedForm, ChoicesForm):
    address = AddressField(label=_("Your email address"))

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["address"].widget.attrs.update(
            {"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}
        )
