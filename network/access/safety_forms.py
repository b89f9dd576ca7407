"""The forms of the safety pages."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from network import policy
from network.members.models import IDLE_CHOICES

MINUTES = ngettext_lazy("%(minutes)d minute", "%(minutes)d minutes", "minutes")


class IdleForm(forms.Form):
    """After how many minutes without a sign of life a session of `account` locks."""

    minutes = forms.TypedChoiceField(
        label=_("Lock my pages when nobody has touched them for"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the times."),
            "invalid_choice": _("This time cannot be chosen. Choose one of those that are shown."),
        },
    )

    def __init__(self, data=None, *, account):
        super().__init__(data, initial={"minutes": account.idle_minutes})
        self.fields["minutes"].choices = [
            (minutes, MINUTES % {"minutes": minutes})
            for minutes in IDLE_CHOICES
            if policy.may_choose_idle(account, minutes)
        ]


class LockdownForm(forms.Form):
    wait = forms.BooleanField(
        required=False,
        label=_("Let nobody in for at least 24 hours"),
        help_text=_("Not even you, and not even with a code."),
    )
