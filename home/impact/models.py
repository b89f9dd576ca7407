"""Protection, measured in four domains: indicators and what was observed."""

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from home.charts import BarChart, Row
from home.records.models import Record


class Domain(models.TextChoices):
    RELIANCE = "reliance", _("Reliance")
    PERFORMANCE = "performance", _("Performance")
    CONFIDENCE = "confidence", _("Confidence")
    PREVALENCE = "prevalence", _("Prevalence")


class Indicator(Record):
    """One way to tell whether people are safer."""

    domain = models.CharField(_("domain"), max_length=12, choices=Domain)
    slug = models.SlugField(_("short address"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    definition = models.CharField(_("definition"), max_length=300)
    how_measured = models.CharField(_("how it is measured"), max_length=300, blank=True)

    panels = [
        FieldPanel("domain"),
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("definition"),
        FieldPanel("how_measured"),
        InlinePanel("observations", heading=_("What was observed"), label=_("observation")),
    ]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["domain", "title"]

    def __str__(self):
        return f"{self.title} ({self.get_domain_display()})"


class ChangeUnit(models.TextChoices):
    PERCENT = "percent", _("per cent")
    TIMES = "times", _("times")
    POINTS = "points", _("percentage points")


class Observation(Orderable):
    """A baseline, an endline and the change between them, at one place."""

    indicator = ParentalKey(Indicator, on_delete=models.CASCADE, related_name="observations")
    country = models.ForeignKey(
        "home.Country",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("country"),
    )
    place = models.CharField(_("place"), max_length=120)
    unit = models.CharField(_("measured in"), max_length=60, blank=True)
    baseline_value = models.DecimalField(
        _("baseline"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    baseline_date = models.CharField(_("baseline date"), max_length=40, blank=True)
    endline_value = models.DecimalField(
        _("endline"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    endline_date = models.CharField(_("endline date"), max_length=40, blank=True)
    change_value = models.DecimalField(
        _("change"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Negative for a fall: 79 per cent fewer is -79."),
    )
    change_unit = models.CharField(
        _("change in"), max_length=8, choices=ChangeUnit, default=ChangeUnit.PERCENT
    )
    change_text = models.CharField(_("the change in words"), max_length=200)
    method = models.CharField(_("method"), max_length=300)
    source = models.ForeignKey(
        "home.Source",
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("source"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("country"), FieldPanel("place"), FieldPanel("unit")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("baseline_value"), FieldPanel("baseline_date")]),
                FieldRowPanel([FieldPanel("endline_value"), FieldPanel("endline_date")]),
                FieldRowPanel([FieldPanel("change_value"), FieldPanel("change_unit")]),
                FieldPanel("change_text"),
            ],
            heading=_("Before, after, change"),
        ),
        FieldPanel("method"),
        FieldPanel("source"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("observation")
        verbose_name_plural = _("observations")

    def __str__(self):
        return f"{self.place}: {self.change_text}"

    @property
    def anchor(self):
        return f"observation-{self.pk}"

    @property
    def baseline_display(self):
        return self.measured(self.baseline_value, self.baseline_date)

    @property
    def endline_display(self):
        return self.measured(self.endline_value, self.endline_date)

    def measured(self, value, when):
        """Return "value unit (date)"; empty where no value was published."""
        if value is None:
            return ""
        number = f"{number_format(value.normalize(), use_l10n=True)} {self.unit}".strip()
        return f"{number} ({when})" if when else number

    @property
    def change_display(self):
        """The change as a signed number in its unit; empty where none was published."""
        if self.change_value is None:
            return ""
        number = number_format(abs(self.change_value).normalize(), use_l10n=True)
        sign = "−" if self.change_value < 0 else "+"
        if self.change_unit == ChangeUnit.PERCENT:
            return _("%(sign)s%(number)s%%") % {"sign": sign, "number": number}
        return f"{sign}{number} {self.get_change_unit_display()}"

    @property
    def chart(self):
        """Baseline and endline as a chart, or None where one of them was not published."""
        if self.baseline_value is None or self.endline_value is None:
            return None
        return BarChart(
            caption=self.change_text,
            measured=[Row(self.place, self.baseline_value, self.endline_value)],
            before_label=_("Baseline"),
            after_label=_("Endline"),
            unit=self.unit,
        )
