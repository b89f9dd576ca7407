"""Projects with funders: who gave how much, for what, where and when."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from home.records.models import Record


class Partnership(Record):
    """One funded project. Amounts are whole US dollars."""

    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    funder = models.CharField(_("funder"), max_length=120)
    via = models.CharField(_("through"), max_length=120, blank=True)
    amount = models.PositiveBigIntegerField(
        _("amount in US dollars"),
        validators=[MinValueValidator(1, _("Enter the amount in whole dollars, at least 1."))],
    )
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    country = models.ForeignKey(
        "home.Country",
        on_delete=models.PROTECT,
        related_name="partnerships",
        verbose_name=_("country"),
    )
    summary = models.TextField(_("summary"), max_length=500)
    source = models.ForeignKey(
        "home.Source",
        on_delete=models.PROTECT,
        related_name="partnerships",
        verbose_name=_("source"),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("funder"), FieldPanel("via")]),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("first_year"), FieldPanel("last_year")]),
        FieldPanel("country"),
        FieldPanel("summary"),
        FieldPanel("source"),
    ]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["-amount"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")),
                name="partnership_ends_after_it_begins",
                violation_error_message=_("The last year must not be before the first year."),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def amount_display(self):
        amount = number_format(self.amount, decimal_pos=0, force_grouping=True)
        return _("USD %(amount)s") % {"amount": amount}

    @property
    def years(self):
        return f"{self.first_year}–{self.last_year}"
