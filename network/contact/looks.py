"""What a member reads about each look at her sealed data: the day, the office, the outcome."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.contact.kinds import LOOKED
from network.contact.models import Look
from network.contact.notices import tell

CONTACT = "contact"
WHAT = {CONTACT: _("Your e-mail address, phone and rules for safe contact")}
ROLES = {
    "coordinator": _("The coordinator of your chapter"),
    "safeguarding": _("The safeguarding lead"),
    "moderator": _("A moderator"),
}
OFFICER = _("An officer")


def write(*, member, role, what, outcome):
    """Add a line to the member's list of looks, and tell her; part of the caller's transaction."""
    look = Look.objects.create(member=member, role=role, what=what, outcome=outcome)
    tell(member=member, kind=LOOKED, path=reverse("network:looks"))
    return look


def role_words(role):
    return ROLES.get(role, OFFICER)


def what_words(what):
    return WHAT.get(what, what)
