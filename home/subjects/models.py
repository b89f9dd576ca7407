"""What content is about: countries, issues, and the parts of the model."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from home.records.models import Record


class Region(models.TextChoices):
    AFRICA = "africa", _("Africa")
    ASIA = "asia", _("Asia")
    EUROPE = "europe", _("Europe")
    LATIN_AMERICA = "latin-america", _("Latin America and the Caribbean")
    NORTH_AMERICA = "north-america", _("North America")


class Country(models.Model):
    """A country, by its ISO 3166 code; its name comes translated with the code."""

    code = CountryField(
        _("country"), unique=True, countries_flag_url="", help_text=_("Shown in each language.")
    )
    region = models.CharField(_("region"), max_length=20, choices=Region)
    in_network = models.BooleanField(
        _("members of the network live here"),
        default=False,
        help_text=_("Leave this off where naming the country could put people in danger."),
    )

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        # Not by code: modelcluster compares values in Python, and countries have no order.
        ordering = ["region", "pk"]

    panels = [FieldPanel("code"), FieldPanel("region"), FieldPanel("in_network")]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return str(self.code.name)


class Issue(Record):
    """A kind of harm that the network works to end."""

    slug = models.SlugField(_("short address"), unique=True)
    title = models.CharField(_("title"), max_length=80)
    short_title = models.CharField(
        _("short title"), max_length=40, help_text=_("For filters and labels: two to five words.")
    )
    summary = models.CharField(_("summary"), max_length=240)
    content_note = models.CharField(
        _("content note"),
        max_length=160,
        blank=True,
        help_text=_(
            "One neutral line before the text, such as “This page mentions violence by police”."
        ),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("short_title"),
        FieldPanel("slug"),
        FieldPanel("summary"),
        FieldPanel("content_note"),
    ]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["title"]

    def __str__(self):
        return self.title


class ThemeKind(models.TextChoices):
    OUTCOME = "outcome", _("outcome")
    PILLAR = "pillar", _("pillar of change")
    ACTOR = "actor", _("part of a justice system")
    GAP = "gap", _("what is lacking when it breaks")
    TECHNIQUE = "technique", _("programme technique")


class Theme(Record):
    """A part of the justice system transformation model."""

    kind = models.CharField(_("kind"), max_length=10, choices=ThemeKind)
    slug = models.SlugField(_("short address"), unique=True)
    title = models.CharField(_("title"), max_length=80)
    summary = models.CharField(_("summary"), max_length=240)
    text = models.TextField(_("text"), blank=True, help_text=_("A short paragraph for its card."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("kind"),
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("summary"),
        FieldPanel("text"),
        FieldPanel("order"),
    ]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("part of the model")
        verbose_name_plural = _("parts of the model")
        ordering = ["kind", "order", "title"]

    def __str__(self):
        return f"{self.title} ({self.get_kind_display()})"


class HelpLine(models.Model):
    """A sentence about emergency help in one country, shown before anything else there."""

    country = models.OneToOneField(
        Country, on_delete=models.CASCADE, related_name="help_line", verbose_name=_("country")
    )
    text = models.CharField(_("sentence"), max_length=240)
    phone = models.CharField(
        _("number to call"),
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^[+0-9 ()-]+\Z", _("Use digits, spaces, + and hyphens."))],
    )

    class Meta:
        verbose_name = _("emergency line")
        verbose_name_plural = _("emergency lines")

    panels = [FieldPanel("country"), FieldPanel("text"), FieldPanel("phone")]

    def __str__(self):
        return f"{self.country}: {self.text}"
