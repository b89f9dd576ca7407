"""The timeline and the specialist centres that stand on it."""

from dataclasses import dataclass
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page

from home.pages.models import FilteredPage, PublicPage, guided
from home.records.models import Precision, spoken_date
from home.subjects.filters import SubjectFilterForm, by_subject
from home.subjects.models import Country, Issue

from .models import Milestone, MilestoneKind


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    date: date
    precision: str
    title: str
    text: str
    kind: str
    anchor: str
    page: Page | None = None
    source: object = None

    @property
    def when(self):
        return spoken_date(self.date, self.precision)

    @property
    def iso(self):
        """The date as machines read it, no more exact than it is known."""
        length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(self.precision, 10)
        return self.date.isoformat()[:length]


def timeline(milestones, centres):
    """Return milestones and the founding of centres as entries in the order of their dates."""
    entries = [
        Entry(
            date=row.date,
            precision=row.precision,
            title=row.title,
            text=row.text,
            kind=row.get_kind_display(),
            anchor=row.slug,
            source=row.source,
        )
        for row in milestones.select_related("source")
    ]
    entries += [
        Entry(
            date=date(centre.founded, 1, 1),
            precision=Precision.YEAR,
            title=centre.title,
            text=centre.role,
            kind=MilestoneKind.CENTRE.label,
            anchor=centre.slug,
            page=centre,
        )
        for centre in centres
        if centre.founded
    ]
    return sorted(entries, key=lambda entry: (entry.date, entry.title))


class TimelinePage(FilteredPage):
    """Milestones in the order of their dates, by country and by issue."""

    filter_form_class = SubjectFilterForm
    content_panels = guided(
        _("Milestones are kept under Snippets. Centres come by themselves with their year."),
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    )
    template = "home/history/timeline.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("timeline")

    def get_rows(self, chosen):
        return timeline(
            by_subject(Milestone.objects.public(), chosen),
            by_subject(CentrePage.objects.open(), chosen),
        )


class CentreIndexPage(PublicPage):
    """The specialist centres."""

    template = "home/history/centre_index.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.CentrePage"]
    max_count_per_parent = 1
    content_panels = guided(
        _("Centres are pages below this one."),
        *PublicPage.content_panels,
    )

    class Meta:
        verbose_name = _("list of centres")

    def get_context(self, request, *args, **kwargs):
        centres = (
            CentrePage.objects.child_of(self).open().select_related("locale").order_by("founded")
        )
        return super().get_context(request, *args, **kwargs) | {"pages": centres}


class CentrePage(PublicPage):
    """One specialist centre: when it was founded and what it does."""

    founded = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        help_text=_("Leave empty where no source gives the year; it then stays off the timeline."),
        validators=[
            MinValueValidator(1990, _("Enter a year from 1990 on.")),
            MaxValueValidator(2100, _("Enter a year up to 2100.")),
        ],
    )
    role = models.CharField(_("what it does"), max_length=240)
    countries = ParentalManyToManyField(Country, blank=True, verbose_name=_("countries"))
    issues = ParentalManyToManyField(Issue, blank=True, verbose_name=_("issues"))

    content_panels = guided(
        _("The founding year puts the centre on the timeline by itself."),
        *Page.content_panels,
        FieldPanel("founded"),
        FieldPanel("role"),
        *PublicPage.content_panels[1:],
        FieldPanel("countries"),
        FieldPanel("issues"),
    )
    api_fields = [*PublicPage.api_fields, APIField("founded"), APIField("role")]
    template = "home/history/centre.html"
    parent_page_types = ["home.CentreIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("centre")

    @property
    def card_kicker(self):
        return str(self.founded or "")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "programmes": self.countries.select_related("page"),
            "issues": self.issues.select_related("page"),
        }
