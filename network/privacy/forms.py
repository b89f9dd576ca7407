"""Forms about leaving."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class LeavingForm(forms.Form):
    """What becomes of the messages in rooms."""

    takes_words_along = forms.BooleanField(
        required=False,
        label=gettext_lazy("Take my messages in the rooms along"),
        help_text=gettext_lazy(
            "Otherwise they stay for the others, without your name and with nothing that links one "
            "room to another."
        ),
    )


class EraseForm(LeavingForm):
    """The word that nobody types by mistake."""

    field_order = ["takes_words_along", "word"]
    word = forms.CharField(
        max_length=40,
        label=gettext_lazy("Confirm with a word"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={
            "required": gettext_lazy("Type the word that stands above the field."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["word"].help_text = _("Type this word: %(word)s") % {"word": self.wanted}

    @property
    def wanted(self):
        return _("erase")

    def clean_word(self):
        if self.cleaned_data["word"].strip().casefold() != self.wanted.casefold():
            raise forms.ValidationError(
                _("This is another word. Type %(word)s, or go back and change nothing.")
                % {"word": self.wanted},
                code="other_word",
            )
        return self.cleaned_data["word"]


class WaitForm(forms.Form):
    """Whether each copy waits a day."""

    waits = forms.BooleanField(
        required=False,
        label=gettext_lazy("Let each copy wait 24 hours"),
        help_text=gettext_lazy(
            "For when somebody else may use your device. Meanwhile you see that a copy was asked for "
            "and can stop it. Switched off, this holds for 24 hours more."
        ),
    )
