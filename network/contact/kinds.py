"""What this slice tells members."""

from django.utils.translation import gettext_lazy as _

from network.contact.notices import declare_notice

LOOKED = declare_notice("contact.look", _("There is a new line in your list of looks."))
RULES_ENDED = declare_notice(
    "contact.rules_ended", _("Your rules for safe contact have come to their last day.")
)
REVEAL_ANSWERED = declare_notice(
    "contact.reveal_answered", _("A second person has answered your request.")
)
