"""The directory of help: by country, language, issue and way of contact."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from home.pages.models import FilteredPage, guided
from home.subjects.filters import SubjectFilterForm
from home.subjects.models import HelpLine

from .languages import own_name
from .models import Agency, ChannelKind


def language_choices():
    codes = {code for row in Agency.objects.public() for code in row.languages}
    return [("", _("All languages")), *((code, own_name(code)) for code in sorted(codes))]


class HelpFilterForm(SubjectFilterForm):
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    channel = forms.ChoiceField(
        label=_("How to reach them"), choices=[("", _("Any way")), *ChannelKind.choices]
    )


class HelpPage(FilteredPage):
    """Agencies, the ones that answer in an emergency first."""

    filter_form_class = HelpFilterForm
    content_panels = guided(
        _(
            "Agencies are kept under Snippets. One that nobody has verified for a year is marked "
            "here and listed in the report “Agencies to verify”."
        ),
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    )
    template = "home/help/help.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("help directory")

    def get_rows(self, chosen):
        rows = Agency.objects.public().prefetch_related("channels", "countries")
        if "country" in chosen:
            here = Q(countries__code=chosen["country"])
            rows = rows.filter(here | Q(countries__isnull=True))
        if "issue" in chosen:
            rows = rows.filter(Q(issues__slug=chosen["issue"]) | Q(issues__isnull=True))
        if "channel" in chosen:
            rows = rows.filter(channels__kind=chosen["channel"])
        rows = rows.distinct()
        if "language" in chosen:
            return [row for row in rows if chosen["language"] in row.languages]
        return list(rows)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        country = context["chosen"].get("country")
        context["help_line"] = (
            HelpLine.objects.filter(country__code=country).first() if country else None
        )
        return context
