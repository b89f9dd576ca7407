"""What staff set once for every page: the exit's target, the crisis banner, the contact, the switches."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin

from home.records.settings import SiteSetting
from home.safety.blocks import LanguageBlock, check_neutral_address


@dataclass(frozen=True)
class Wording:
    """A text and the language that it is written in (an RFC 5646 tag)."""

    text: str
    language: str


class CrisisLevel(models.TextChoices):
    OFF = "off", _("Not shown")
    NEWS = "calm", _("News: calm")
    WARNING = "warning", _("Warning")
    URGENT = "urgent", _("Urgent: someone may be in danger")


@register_setting(icon="warning", order=100)
class SafetySettings(PreviewableMixin, SiteSetting):
    """The safety settings of one site; a change shows on the next request of every page."""

    languages = StreamField(
        [("language", LanguageBlock())],
        blank=True,
        verbose_name=_("wording by language"),
        help_text=_("One entry for each language: where the exit leads, and the crisis text."),
    )
    crisis_level = models.CharField(
        _("crisis banner"), max_length=10, choices=CrisisLevel, default=CrisisLevel.OFF
    )
    crisis_until = models.DateTimeField(
        _("show the banner until"),
        null=True,
        blank=True,
        help_text=_("Empty: until you switch it off."),
    )
    contact_email = models.EmailField(_("public e-mail address"), blank=True)
    contact_phone = models.CharField(_("public telephone number"), max_length=40, blank=True)
    contact_address = models.TextField(_("public postal address"), max_length=400, blank=True)
    newsletter_paused = models.BooleanField(
        _("pause newsletter sign-up"),
        default=False,
        help_text=_("The form shows a sentence instead and takes no address."),
    )
    mail_paused = models.BooleanField(
        _("pause all mail"), default=False, help_text=_("Mail waits in the queue; none is lost.")
    )

    panels = [
        HelpPanel(
            content=_(
                "These settings are on every page at once. Look at the preview before you save."
            )
        ),
        FieldPanel("languages"),
        MultiFieldPanel(
            [FieldPanel("crisis_level"), FieldPanel("crisis_until")], heading=_("Crisis banner")
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_address"),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel("newsletter_paused"), FieldPanel("mail_paused")], heading=_("Switches")
        ),
    ]

    class Meta:
        verbose_name = _("safety and contact")

    def clean(self):
        super().clean()
        codes = [block.value["language"] for block in self.languages]
        if len(codes) != len(set(codes)):
            raise ValidationError(
                {"languages": _("A language stands here twice. Keep one entry for each language.")}
            )
        for block in self.languages:
            # The form has asked already; code that sets an address is asked here.
            if block.value["exit_url"]:
                check_neutral_address(block.value["exit_url"])
        if self.crisis_level != CrisisLevel.OFF and not any(
            block.value["crisis_text"] for block in self.languages
        ):
            raise ValidationError(
                {"crisis_level": _("Write the banner's text in at least one language first.")}
            )

    def in_language(self, code, field, *, fall_back=False):
        """Return the Wording of `field` in language `code`, or none.

        With `fall_back` the site's first language stands in, then any other one.
        """
        texts = {block.value["language"]: block.value[field] for block in self.languages}
        order = [code, settings.LANGUAGE_CODE, *texts] if fall_back else [code]
        return next((Wording(texts[one], one) for one in order if texts.get(one)), None)

    def crisis(self, code):
        """Return the banner's Wording for readers of language `code`, or none when it is off."""
        if self.crisis_level == CrisisLevel.OFF:
            return None
        if self.crisis_until and self.crisis_until <= timezone.now():
            return None
        return self.in_language(code, "crisis_text", fall_back=True)

    def get_preview_template(self, request, mode_name):
        return "home/safety/preview.html"

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "safety_settings": self}
