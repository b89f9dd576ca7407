"""What is said, and where the exit leads, in one language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


def check_neutral_address(value):
    """Raise ValidationError unless `value` is a plain https address, the same for everybody."""
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname:
        raise ValidationError(_("Enter a full address that begins with https://"))
    if parts.username or parts.password or parts.query or parts.fragment:
        # A query could carry a tag that says where the reader came from.
        raise ValidationError(_("Enter an address without “?”, “#” or a name before “@”."))


def languages():
    return settings.LANGUAGES


class LanguageBlock(blocks.StructBlock):
    language = blocks.ChoiceBlock(choices=languages, label=_("Language"))
    exit_url = blocks.URLBlock(
        required=False,
        label=_("“Leave this site” leads to"),
        help_text=_(
            "A dull page that opens fast and says nothing about the reader, such as the weather. "
            "Empty: the address that the site was set up with."
        ),
        validators=[check_neutral_address],
    )
    crisis_text = blocks.CharBlock(
        required=False, max_length=240, label=_("Text of the crisis banner")
    )

    class Meta:
        icon = "globe"
        label = _("Language")
