"""Inviting somebody: a code on paper, good for one person and seven days."""

import base64
import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.audit.actions import record
from home.audit.deeds import declare
from network import policy
from network.joining.models import Invitation
from network.matrix import days
from network.members.models import User

INVITED = declare("invitation.made", _("Invitation made"))
MOST_OPEN = 3
GROUP = 4


class TooManyOpenError(Exception):
    """This member has as many open invitations as one may have."""


class NotUsableError(Exception):
    """No open invitation has this code: never made, used, over, or its inviter has left."""


def new_code():
    """Return 128 random bits as 26 small letters and digits in groups of four."""
    text = base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def hash_of(code):
    """Return what is kept of a code, however it was typed: capitals, spaces and hyphens aside."""
    letters = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


@transaction.atomic
def invite(*, by):
    """
    Make an invitation and return it with its code, which is kept nowhere.

    Raises PermissionDenied, and TooManyOpenError when three are open.
    """
    policy.require(policy.may_invite(by))
    # Two requests at once must not both count two.
    User.objects.select_for_update().get(pk=by.pk)
    if by.invitations.open().count() >= MOST_OPEN:
        raise TooManyOpenError
    code = new_code()
    invitation = Invitation.objects.create(
        inviter=by,
        code_hash=hash_of(code),
        expires_at=timezone.now() + timedelta(days=days("invitations")),
    )
    record(by=by, deed=INVITED, subject=invitation)
    return invitation, code


def use(code):
    """Use the invitation with this code up and return its inviter; raises NotUsableError.

    Part of the caller's transaction: who does not join has not used it.
    """
    wanted = Invitation.objects.open().filter(code_hash=hash_of(code))
    # One statement decides: of two people at once, the second changes no row.
    if not wanted.update(used=True):
        raise NotUsableError
    inviter = User.objects.get(invitations__code_hash=hash_of(code))
    if not policy.may_enter_network(inviter):
        raise NotUsableError
    return inviter
