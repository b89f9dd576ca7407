"""The figures register: one record for each claim, with its source and its date."""

from decimal import Decimal

from django.db import models
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index

from home.records.models import AboutSubjects, AboutThemes, Dated, Record, RecordQuerySet


class Source(models.Model):
    """A document that a figure or statement can be traced to."""

    key = models.SlugField(_("key"), max_length=20, unique=True, help_text=_("For example “S1”."))
    title = models.CharField(_("title"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    year_is_approximate = models.BooleanField(_("the year is approximate"), default=False)
    note = models.CharField(_("what it is"), max_length=240, blank=True)
    url = models.URLField(_("address"), blank=True)

    panels = [
        FieldPanel("key"),
        FieldPanel("title"),
        FieldPanel("publisher"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("year_is_approximate")]),
        FieldPanel("note"),
        FieldPanel("url"),
    ]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]

    def __str__(self):
        return f"{self.publisher}, {self.title}"

    @property
    def when(self):
        """The year of the document, marked where it is approximate."""
        return _("about %(year)s") % {"year": self.year} if self.year_is_approximate else self.year


class FigureTopic(models.Model):
    """A question to which published figures give different answers, kept side by side."""

    slug = models.SlugField(_("short address"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    note = models.TextField(_("why they differ"), help_text=_("In fair, plain words."))

    panels = [FieldPanel("title"), FieldPanel("slug"), FieldPanel("note")]

    class Meta:
        verbose_name = _("question with different figures")
        verbose_name_plural = _("questions with different figures")
        ordering = ["title"]

    def __str__(self):
        return self.title


class Unit(models.TextChoices):
    PEOPLE = "people", _("people")
    COUNTRIES = "countries", _("countries")
    PERCENT = "percent", _("per cent")
    USD = "usd", _("US dollars")
    YEARS = "years", _("years")
    ORGANISATIONS = "organisations", _("organisations")
    CONVICTIONS = "convictions", _("convictions")
    OFFICES = "offices", _("offices")
    STAFF = "staff", _("staff")
    COMMUNITIES = "communities", _("communities")
    YEAR = "year", _("a year in the calendar")
    OTHER = "other", _("other")


class Qualifier(models.TextChoices):
    EXACTLY = "exactly", _("exactly")
    ABOUT = "about", _("about")
    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    NEARLY = "nearly", _("nearly")
    OVER = "over", _("over")
    FEWER_THAN = "fewer_than", _("fewer than")
    ONE_IN = "one_in", _("1 in")


class Figure(TranslatableMixin, AboutSubjects, AboutThemes, Dated, Record):
    """A published number: value, unit, qualifier, as-of date and source."""

    slug = models.SlugField(_("short address"))
    label = models.CharField(
        _("what is counted"), max_length=160, help_text=_("Reads on after the number.")
    )
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=15, choices=Unit, default=Unit.PEOPLE)
    qualifier = models.CharField(
        _("qualifier"), max_length=12, choices=Qualifier, default=Qualifier.EXACTLY
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("source"),
        help_text=_("A figure without a source is listed in the report “Figures without source”."),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    topic = models.ForeignKey(
        FigureTopic,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("question with different figures"),
        help_text=_("Where another source says something else, put both under one question."),
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("row of"),
        help_text=_("The headline figure that this is one row of."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("qualifier"), FieldPanel("value"), FieldPanel("unit")]),
                FieldPanel("label"),
                FieldPanel("slug"),
                FieldPanel("place"),
                FieldPanel("note"),
            ],
            heading=_("The figure"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("date"), FieldPanel("precision")]),
                FieldPanel("source"),
                FieldPanel("topic"),
                FieldPanel("part_of"),
            ],
            heading=_("Where it comes from"),
        ),
        *AboutSubjects.subject_panels,
        FieldPanel("themes"),
    ]
    search_fields = [
        index.SearchField("label"),
        index.AutocompleteField("label"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="figure_slug_once_per_language",
                violation_error_message=_("Another figure has this short address."),
            ),
            models.CheckConstraint(
                condition=~models.Q(part_of=models.F("id")),
                name="figure_not_part_of_itself",
                violation_error_message=_("A figure cannot be a row of itself."),
            ),
        ]

    objects = RecordQuerySet.as_manager()

    def __str__(self):
        return f"{self.display} {self.label}"

    def get_preview_template(self, request, mode_name):
        return "home/figures/preview.html"

    @property
    def number(self):
        """The value as people write it: grouped, with a sign for its unit."""
        if self.unit == Unit.YEAR:
            return str(int(self.value))
        whole = self.value == self.value.to_integral_value()
        text = number_format(
            self.value if whole else self.value.normalize(),
            decimal_pos=0 if whole else None,
            force_grouping=True,
        )
        if self.unit == Unit.PERCENT:
            return _("%(number)s%%") % {"number": text}
        if self.unit == Unit.USD:
            return _("USD %(number)s") % {"number": text}
        return text

    @property
    def qualifier_words(self):
        """The qualifier as it stands before the number; empty where the figure is exact."""
        return "" if self.qualifier == Qualifier.EXACTLY else self.get_qualifier_display()

    @property
    def display(self):
        return capfirst(f"{self.qualifier_words} {self.number}".strip())


class Breakdown:
    """A headline figure with its rows, and the difference between them as published."""

    def __init__(self, headline, rows):
        self.headline = headline
        self.rows = rows
        self.total = sum((row.value for row in rows), Decimal(0))

    @property
    def difference(self):
        """Headline less rows: what the source leaves unexplained."""
        return self.headline.value - self.total

    @property
    def total_display(self):
        return number_format(self.total, decimal_pos=0, force_grouping=True)

    @property
    def difference_display(self):
        return number_format(self.difference, decimal_pos=0, force_grouping=True)
