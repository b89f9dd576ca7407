"""The forms of a room. What may be said is checked by the acts, for forms and programs alike."""

import re
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from network.discussions.markup import MAX_LENGTH
from network.discussions.models import Room
from network.discussions.notes import ContentNote

# A telephone number (8 digits or more, however they are grouped) or an address of mail.
IDENTIFYING = re.compile(r"(?:\+|\b\d)[\d \-./()]{7,}\d|[^\s@]+@[^\s@]+\.[^\s@]{2,}")


class MessageForm(forms.Form):
    client_id = forms.CharField(widget=forms.HiddenInput, max_length=40)
    reply_to = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    body = forms.CharField(
        label=_("Your message"),
        # Checked by the act: a form would cut white space and refuse with other words.
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "data-most": MAX_LENGTH}),
    )
    content_notes = forms.MultipleChoiceField(
        label=_("This message mentions"),
        choices=ContentNote.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    confirmed = forms.BooleanField(
        label=_("Send it as it is"), required=False, widget=forms.HiddenInput
    )

    @classmethod
    def fresh(cls, **initial):
        """Return an empty form with a client id of its own, so that sending twice sends once."""
        return cls(initial={"client_id": uuid.uuid4(), **initial})

    @property
    def may_identify(self):
        """Whether the text holds what could tell who or where somebody is, not yet confirmed."""
        body = self.data.get("body", "")[: MAX_LENGTH + 1]
        return not self.data.get("confirmed") and bool(IDENTIFYING.search(body))

    def ask_to_confirm(self):
        self.fields["confirmed"].widget = forms.CheckboxInput()


class EditForm(forms.Form):
    rev = forms.IntegerField(widget=forms.HiddenInput)
    body = MessageForm.base_fields["body"]
    content_notes = MessageForm.base_fields["content_notes"]


class RoomForm(forms.ModelForm):
    class Meta:
        model = Room
        fields = ["about", "locked", "slow_seconds", "first_posts_held", "retention_days"]


class SearchForm(forms.Form):
    words = forms.CharField(
        label=_("Words to look for"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class FilterForm(forms.Form):
    notes = forms.MultipleChoiceField(
        label=_("Keep messages closed that mention"),
        choices=ContentNote.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
