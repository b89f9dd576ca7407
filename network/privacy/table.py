"""What is kept for how long: the published table, from the numbers that the jobs use."""

from django.utils.translation import gettext_lazy, ngettext

from home.jobs.registry import RULES
from network import matrix

# Each class of the matrix in words; a test fails where one has none.
WORDS = {
    "unanswered_requests": gettext_lazy("Requests to join that nobody answered, with the account"),
    "vetting_notes": gettext_lazy("What officers wrote about a request to join"),
    "invitations": gettext_lazy("Invitations that were not used"),
    "looks": gettext_lazy("What a member is told of looks at her sealed data"),
    "glances": gettext_lazy("The count of profiles that somebody opened in a day"),
    "alerts": gettext_lazy("Questions for the safeguarding lead"),
    "notices": gettext_lazy("Notices inside the members' space"),
    "security_events": gettext_lazy("Changes to the keys of an account, shown to its owner"),
    "reveals": gettext_lazy("Officers' requests to read contact data, with their reasons"),
    "closed_accounts": gettext_lazy("Accounts that were closed"),
    "gone_blocks": gettext_lazy("Marks of erased accounts that somebody had blocked"),
    "inactive_told": gettext_lazy("Time without sign-in after which a member is reminded"),
    "inactive_erased": gettext_lazy("Accounts that nobody signs in to"),
    "logs": gettext_lazy("Technical logs, which name nobody"),
    "backups": gettext_lazy("Backups"),
    "unfetched_exports": gettext_lazy("Copies of own data that nobody came back for"),
    "exports": gettext_lazy("Copies of own data, once packed; fetched ones go at once"),
}


def kept_rows():
    """Return (words, how long) for each class of the matrix."""
    written = matrix.read()
    days = [(WORDS[kept], _days(number)) for kept, number in written["retention"].items()]
    minutes = [(WORDS[kept], _minutes(number)) for kept, number in written["minutes"].items()]
    return days + minutes


def cleared_by_the_machine():
    """Return the sentence of every retention rule, as `manage.py retention` lists them."""
    return [rule.sentence for rule in RULES.values()]


def _days(number):
    return ngettext("%(count)d day", "%(count)d days", number) % {"count": number}


def _minutes(number):
    return ngettext("%(count)d minute", "%(count)d minutes", number) % {"count": number}
