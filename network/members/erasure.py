"""Erasing a person: her key first, then every row; nothing stays that names her."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry

from home.audit.actions import SYSTEM, Subject, record
from home.audit.deeds import declare
from network import policy
from network.members.belongings import BEFORE_ERASURE, WHEN_LEAVING
from network.members.models import MemberKey, User

ERASED = declare("account.erased", _("Account erased"))


@transaction.atomic
def erase(*, by, member, takes_words_along=None):
    """
    Erase an account with all that belongs to it, at once and for good.

    `by` is the person herself, or None for the machine when a time is over. `takes_words_along` says
    whether her messages in rooms go, too (None: as she chose when she closed the account). Sealed rows in older
    copies of the database stay closed, for their key is gone. Raises PermissionDenied.
    """
    policy.require(policy.may_erase(by, member))
    if takes_words_along is not None:
        member.takes_words_along = takes_words_along
    subject = Subject(User._meta.label_lower, member.public_id)
    for act in [*WHEN_LEAVING, *BEFORE_ERASURE]:
        act(member)
    _forget_in_logs(member)
    MemberKey.objects.filter(member=member).delete()
    # Not member.delete(): the instance keeps its id, by which the log names who did this.
    User.objects.filter(pk=member.pk).delete()
    record(by=by or SYSTEM, deed=ERASED, subject=subject)


def erase_one(member):
    """Erase an account whose time is over; what retention rules do with each that is due."""
    erase(by=None, member=member)


def _forget_in_logs(member):
    """Take a person out of the CMS's own logs, which know people by number and by handle."""
    for entries in (ModelLogEntry, PageLogEntry):
        entries.objects.filter(user_id=member.pk).update(user=None)
    about_her = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=about_her, object_id=str(member.pk)).delete()
