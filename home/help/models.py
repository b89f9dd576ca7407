"""Agencies that people can turn to, each verified on a date."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from home.records.models import AboutSubjects, Record, RecordQuerySet

from .forms import AgencyForm

VERIFIED_FOR = timedelta(days=365)


def oldest_verified_date():
    """Return the day before which an entry counts as not verified."""
    return timezone.now().date() - VERIFIED_FOR


class AgencyQuerySet(RecordQuerySet):
    def unverified(self):
        return self.filter(verified_on__lt=oldest_verified_date())


class Agency(AboutSubjects, Record):
    """A place to turn to. Without countries it helps people anywhere."""

    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("what it does"), max_length=300)
    languages = models.JSONField(
        _("languages"), default=list, help_text=_("Language codes, such as en, sw.")
    )
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    is_emergency = models.BooleanField(
        _("answers in an emergency"), default=False, help_text=_("Shown before all others.")
    )
    is_demo = models.BooleanField(
        _("invented for the demonstration"), default=False, help_text=_("Marked as such in public.")
    )
    verified_on = models.DateField(
        _("last verified on"),
        help_text=_("The day on which somebody called or wrote and got an answer."),
    )

    objects = AgencyQuerySet.as_manager()
    base_form_class = AgencyForm

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("summary"),
        InlinePanel("channels", heading=_("Ways to reach it"), label=_("way"), min_num=1),
        FieldPanel("hours"),
        FieldPanel("languages"),
        FieldRowPanel([FieldPanel("is_emergency"), FieldPanel("is_demo")]),
        FieldPanel("verified_on"),
        *AboutSubjects.subject_panels,
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("summary"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["-is_emergency", "name"]

    def __str__(self):
        return self.name

    def get_preview_template(self, request, mode_name):
        return "home/help/preview.html"

    def clean(self):
        super().clean()
        known = isinstance(self.languages, list) and all(
            isinstance(code, str) and 2 <= len(code) <= 8 for code in self.languages
        )
        if not known:
            raise ValidationError(
                {"languages": _('Enter a list of language codes, such as ["en", "sw"].')}
            )

    @property
    def is_verified(self):
        return self.verified_on >= oldest_verified_date()


class ChannelKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    TEXT = "text", _("Text message")
    CHAT = "chat", _("Chat")
    WEB = "web", _("Web")
    EMAIL = "email", _("E-mail")
    VISIT = "visit", _("Visit")


class Channel(Orderable):
    """One way to reach an agency."""

    agency = ParentalKey(Agency, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=5, choices=ChannelKind)
    value = models.CharField(_("number or address"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=120, blank=True)

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("value"), FieldPanel("note")])]

    class Meta(Orderable.Meta):
        verbose_name = _("way to reach an agency")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.value}"

    @property
    def link(self):
        """An address to follow, or empty: only what a phone or browser opens safely."""
        if self.kind in {ChannelKind.PHONE, ChannelKind.TEXT} and self.value:
            scheme = "tel" if self.kind == ChannelKind.PHONE else "sms"
            return f"{scheme}:{''.join(c for c in self.value if c in '+0123456789')}"
        if self.kind == ChannelKind.EMAIL and "@" in self.value:
            return f"mailto:{self.value}"
        return self.value if self.value.startswith("https://") else ""
