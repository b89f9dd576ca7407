"""A code that somebody gave me; somebody who must not find me."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from network.members.limits import at_most

UNKEPT = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
CODE = re.compile(r"[A-Za-z0-9_-]{22}\Z")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the other member"),
        help_text=_("22 letters, digits, hyphens and underscores, as she gave it to you."),
        widget=forms.TextInput(attrs=UNKEPT),
        error_messages={
            "required": _("Type the code that the other member gave you."),
        },
    )

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not CODE.match(code):
            raise forms.ValidationError(
                _("A code has 22 letters, digits, hyphens and underscores. Check yours.")
            )
        return code


class AvoidForm(forms.Form):
    text = forms.CharField(
        label=_("Handle, chosen name or e-mail address"),
        help_text=_("One at a time. 254 characters at most."),
        widget=forms.TextInput(attrs=UNKEPT),
        validators=[at_most(254)],
        error_messages={
            "required": _("Type a handle, a chosen name or an e-mail address."),
        },
    )
