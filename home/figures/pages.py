"""The public register of figures."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, Page

from home.pages.models import FilteredPage, guided
from home.subjects.filters import SubjectFilterForm, by_subject

from .models import Breakdown, Figure


class FiguresPage(FilteredPage):
    """Every figure with its date and source; figures that differ stand side by side."""

    filter_form_class = SubjectFilterForm
    csv_name = "figures"
    content_panels = guided(
        _("Figures are kept under Snippets. Two that answer the same question share a question."),
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    )
    template = "home/figures/register.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("register of figures")

    def get_rows(self, chosen):
        figures = (
            Figure.objects.public()
            .filter(locale=Locale.get_default())
            .select_related("source", "topic")
            .order_by("label", "date")
        )
        return list(by_subject(figures, chosen))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        rows = context["rows"]
        context["breakdowns"] = breakdowns_of(rows)
        shown = {row.pk for part in context["breakdowns"] for row in (part.headline, *part.rows)}
        others = [row for row in rows if row.pk not in shown]
        context["topics"] = topics_of(others)
        context["figures"] = [row for row in others if not row.topic_id]
        return context

    def csv_rows(self, rows):
        yield [
            _now("figure"),
            _now("qualifier"),
            _now("value"),
            _now("unit"),
            _now("as of"),
            _now("place"),
            _now("source"),
            _now("year of the source"),
        ]
        for row in rows:
            source = row.source
            yield [
                row.label,
                row.get_qualifier_display(),
                row.value,
                row.get_unit_display(),
                row.as_of,
                row.place,
                str(source) if source else "",
                source.year if source else "",
            ]


def topics_of(figures):
    """Return [(topic, figures)] for questions that the given figures answer differently."""
    topics = {}
    for figure in figures:
        if figure.topic_id:
            topics.setdefault(figure.topic, []).append(figure)
    return sorted(topics.items(), key=lambda item: item[0].title)


def breakdowns_of(figures):
    """Return a Breakdown for each headline figure that has rows among the given figures."""
    rows = {}
    for figure in figures:
        if figure.part_of_id:
            rows.setdefault(figure.part_of_id, []).append(figure)
    return [Breakdown(figure, rows[figure.pk]) for figure in figures if figure.pk in rows]
