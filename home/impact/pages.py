"""Impact: what was measured, where, how, and what changed."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from home.pages.models import FilteredPage, guided

from .models import Domain, Indicator


class ImpactPage(FilteredPage):
    """The four domains of protection with their indicators and observations."""

    csv_name = "observations"
    content_panels = guided(
        _("Indicators and observations are kept under Snippets; this page draws them."),
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    )
    template = "home/impact/impact.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("impact")

    def get_rows(self, chosen):
        return list(
            Indicator.objects.public().prefetch_related(
                "observations__country", "observations__source"
            )
        )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["domains"] = [
            (domain, [row for row in context["rows"] if row.domain == domain]) for domain in Domain
        ]
        return context

    def csv_rows(self, rows):
        yield [
            _now("domain"),
            _now("indicator"),
            _now("place"),
            _now("country"),
            _now("baseline"),
            _now("baseline date"),
            _now("endline"),
            _now("endline date"),
            _now("change"),
            _now("method"),
            _now("source"),
        ]
        for indicator in rows:
            for row in indicator.observations.all():
                yield [
                    indicator.get_domain_display(),
                    indicator.title,
                    row.place,
                    row.country.name if row.country else "",
                    row.baseline_value,
                    row.baseline_date,
                    row.endline_value,
                    row.endline_date,
                    row.change_text,
                    row.method,
                    str(row.source),
                ]
