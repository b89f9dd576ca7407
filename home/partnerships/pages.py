"""The table of partnerships with its total."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from home.pages.models import FilteredPage, FilterForm, guided
from home.subjects.models import Country

from .models import Partnership

SORTS = {"amount": ["-amount", "title"], "country": ["country__code"], "year": ["first_year"]}


def partner_country_choices():
    """Return (ISO code, name) of the countries that have partnerships."""
    countries = Country.objects.filter(partnerships__live=True).distinct()
    return [("", _("All countries")), *((str(row.code), row.name) for row in countries)]


class PartnershipFilterForm(FilterForm):
    country = forms.ChoiceField(label=_("Country"), choices=partner_country_choices)
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[
            ("amount", _("Largest amount first")),
            ("country", _("By country")),
            ("year", _("By first year")),
        ],
    )


class PartnershipsPage(FilteredPage):
    """Projects with funder, amount, years and country, and what they add up to."""

    filter_form_class = PartnershipFilterForm
    csv_name = "partnerships"
    content_panels = guided(
        _("Partnerships are kept under Snippets. The total is added up here."),
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    )
    template = "home/partnerships/partnerships.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("partnerships")

    def get_rows(self, chosen):
        rows = Partnership.objects.public().select_related("country", "source")
        if "country" in chosen:
            rows = rows.filter(country__code=chosen["country"])
        return list(rows.order_by(*SORTS[chosen.get("sort", "amount")]))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["row_sources"] = {row.source for row in context["rows"]}
        context["total"] = sum(row.amount for row in context["rows"])
        return context

    def csv_rows(self, rows):
        yield [
            _now("project"),
            _now("country"),
            _now("funder"),
            _now("through"),
            _now("amount in US dollars"),
            _now("first year"),
            _now("last year"),
            _now("source"),
        ]
        for row in rows:
            yield [
                row.title,
                row.country.name,
                row.funder,
                row.via,
                row.amount,
                row.first_year,
                row.last_year,
                str(row.source),
            ]
