"""What all editable facts share: drafts, review, locks, history, and the subjects they are about."""

import secrets

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin


def new_seed():
    """Return a random seed for a woven pattern: 16 hexadecimal digits, derived from nothing."""
    return secrets.token_hex(8)


class RecordQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def public(self):
        """Return what strangers may read."""
        return self.filter(live=True)


class Record(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """One fact, kept once and shown on every page that is about its subjects."""

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def revisions(self):
        return self._revisions

    def get_preview_template(self, request, mode_name):
        return "home/records/preview.html"


class AboutSubjects(models.Model):
    """A record or page that is about countries and issues."""

    countries = ParentalManyToManyField(
        "home.Country",
        blank=True,
        verbose_name=_("countries"),
        help_text=_("Where this belongs. It then shows on these countries' pages."),
    )
    issues = ParentalManyToManyField(
        "home.Issue",
        blank=True,
        verbose_name=_("issues"),
        help_text=_("What this is about. It then shows on these issues' pages."),
    )

    subject_panels = [
        MultiFieldPanel(
            [FieldPanel("countries"), FieldPanel("issues")],
            heading=_("Where it shows"),
        )
    ]

    class Meta:
        abstract = True


class AboutThemes(models.Model):
    """A record or page that belongs to parts of the model (outcomes, pillars, actors, gaps)."""

    themes = ParentalManyToManyField(
        "home.Theme",
        blank=True,
        verbose_name=_("parts of the model"),
        help_text=_("Outcomes, pillars, actors, gaps and techniques that this belongs to."),
    )

    class Meta:
        abstract = True


class Precision(models.TextChoices):
    YEAR = "year", _("year")
    MONTH = "month", _("month and year")
    DAY = "day", _("day")


def spoken_date(date, precision):
    """Return a date in the reader's language, to the year, the month or the day."""
    pattern = {Precision.YEAR: "Y", Precision.MONTH: "YEAR_MONTH_FORMAT"}.get(
        precision, "DATE_FORMAT"
    )
    return date_format(date, pattern)


class Dated(models.Model):
    """Something that happened on a date known to the day, the month or the year."""

    date = models.DateField(
        _("date"), help_text=_("Where only the year or month is known, enter its first day.")
    )
    precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.YEAR
    )

    class Meta:
        abstract = True

    @property
    def as_of(self):
        """The date in words, no more exact than it is known."""
        return spoken_date(self.date, self.precision)
