"""The editors' form of an agency."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .languages import choices


class AgencyForm(WagtailAdminModelForm):
    languages = forms.MultipleChoiceField(
        label=_("languages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick every language in which somebody answers."),
        error_messages={"required": _("Tick at least one language.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "languages" in self.fields:
            self.fields["languages"].choices = choices(self.instance.languages)
