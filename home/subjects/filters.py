"""Filters by subject, for every list that has them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.pages.models import FilterForm

from .models import Country, Issue


def country_choices():
    """Return (ISO code, name) of the countries, by name in the reader's language."""
    countries = [(str(country.code), country.name) for country in Country.objects.all()]
    return [("", _("All countries")), *sorted(countries, key=lambda choice: choice[1])]


def issue_choices():
    """Return (slug, short title) of the issues."""
    issues = Issue.objects.public().values_list("slug", "short_title")
    return [("", _("All issues")), *issues]


class SubjectFilterForm(FilterForm):
    """Narrow a list down to one country, one issue, or both."""

    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    issue = forms.ChoiceField(label=_("Issue"), choices=issue_choices)


def by_subject(queryset, chosen):
    """Narrow a queryset with `countries` and `issues` to what was chosen."""
    if "country" in chosen:
        queryset = queryset.filter(countries__code=chosen["country"])
    if "issue" in chosen:
        queryset = queryset.filter(issues__slug=chosen["issue"])
    return queryset
