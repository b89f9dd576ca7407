"""The rules for safe contact: their parts, and how long they hold."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from network.members.models import today

HOLD_FOR = timedelta(days=183)
CHANNELS = {
    "call": _("a phone call"),
    "text": _("a text message"),
    "signal": _("a message by Signal"),
    "mail": _("an e-mail"),
}
DAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
# Key in ContactCard.sealed_rules, what stands before it, whether it is one of these choices.
PARTS = {
    "channel": _("How"),
    "days": _("On which days"),
    "hours": _("At what time"),
    "code_word": _("Code word"),
    "if_someone_else": _("If someone else answers, say you are"),
    "note": _("Note"),
}


def new_end():
    """Return the last day of rules that are written today."""
    return today() + HOLD_FOR


def lines_of(rules):
    """Return (label, text) for each rule that was given, in the order of asking."""
    words = {**rules}
    if "channel" in words:
        words["channel"] = CHANNELS.get(words["channel"], words["channel"])
    if "days" in words:
        words["days"] = ", ".join(str(DAYS[day]) for day in words["days"] if day in DAYS)
    return [(label, words[part]) for part, label in PARTS.items() if words.get(part)]
