"""What keeps simple robots out of public forms, without a puzzle, a script or a cookie."""

from datetime import timedelta

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SALT = "home.safety.guarded"
# A page may come from a cache and wait in an open tab; there is no shortest time for the same reason.
STAMP_LIFE = timedelta(days=7)


def _new_stamp():
    return signing.TimestampSigner(salt=SALT).sign("form")


class GuardedForm(forms.Form):
    """A form with a field that people never see and a stamp that shows we made the page."""

    website = forms.CharField(
        required=False,
        label=gettext_lazy("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.initial["stamp"] = _new_stamp()

    @property
    def is_trap(self):
        """Whether the unseen field was filled: answer as always, and do nothing."""
        return bool(self.cleaned_data.get("website"))

    def clean(self):
        cleaned = super().clean()
        try:
            signer = signing.TimestampSigner(salt=SALT)
            signer.unsign(cleaned.get("stamp", ""), max_age=STAMP_LIFE)
        except signing.BadSignature:
            self.data = self.data.copy()
            self.data[self.add_prefix("stamp")] = _new_stamp()
            raise forms.ValidationError(
                _("This page was open for too long. Nothing is lost: please send it once more."),
                code="stale",
            ) from None
        return cleaned
