"""What a sender must not say to whoever else reads the mailbox."""

import re

from django.conf import settings
from django.core.checks import Error, register

# Looked for in senders here, and in every subject by the tests.
WORDS_OF_THE_CAUSE = re.compile(
    r"surviv|sobrevivi|victim|víctima|traffick|trata\b|abus|slave|esclav|violen|exploit|explot|ijm"
    r"|human|justice|justicia|rights|derechos|petition|petición|campaign|campaña|council|network",
    re.IGNORECASE,
)


@register()
def sender_is_discreet(**kwargs):
    """Report a sender whose name or domain tells the cause."""
    if WORDS_OF_THE_CAUSE.search(settings.DEFAULT_FROM_EMAIL):
        return [
            Error(
                "MAIL_FROM holds a word of the cause. Choose a neutral name and domain: others may"
                " read the mailbox that it arrives in.",
                id="home.mail.E001",
            )
        ]
    return []
