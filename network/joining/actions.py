"""Asking to join, writing to the officers, and taking the request back."""

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.audit.actions import record
from home.audit.deeds import NUMBER, declare
from network import policy
from network.contact.models import ContactCard
from network.joining import handles, invitations
from network.joining.models import JoinRequest
from network.members import actions as members
from network.members.erasure import erase
from network.profiles.models import Profile

ASKED = declare("request.made", _("Asked to join"), invited=NUMBER)
TRIES = 3


def join(*, handle, pseudonym, passphrase, chapter=None, invitation_code=""):
    """
    Open a waiting account with its request and return it.

    An invitation leads to its inviter's chapter; `chapter` counts without one. The handle is another
    one where this one exists. Raises invitations.NotUsableError.
    """
    password = make_password(passphrase)
    with transaction.atomic():
        inviter = invitations.use(invitation_code) if invitation_code else None
        account = _open(handle, password)
        if inviter:
            chapter = inviter.chapter
        ask(by=account, pseudonym=pseudonym, chapter=chapter, inviter=inviter)
    return account


def _open(handle, password):
    """Open the account under this handle, or under a new one where it is taken: nobody is told."""
    for _try in range(TRIES):
        try:
            return members.open_account(handle=handle, password=password)
        except IntegrityError:
            handle = handles.draw()
    return members.open_account(handle=handle, password=password)


@transaction.atomic
def ask(*, by, pseudonym, chapter=None, inviter=None):
    """Write the request of a waiting account with all that a person has, closed, and return it."""
    policy.require(policy.waits(by))
    Profile.objects.get_or_create(member=by, defaults={"sealed_pseudonym": pseudonym})
    ContactCard.objects.get_or_create(member=by)
    request = JoinRequest.objects.create(
        member=by,
        chapter=chapter,
        was_invited=inviter is not None,
        inviter=inviter,
        asked_at=timezone.now(),
    )
    record(by=by, deed=ASKED, subject=by, facts={"invited": request.was_invited})
    return request


@transaction.atomic
def write_note(*, by, text):
    """Keep what a waiting person wants the officers to know; the empty text takes it back."""
    policy.require(policy.waits(by))
    request = JoinRequest.objects.select_for_update().get(member=by)
    policy.require(request.decided_at is None)
    request.sealed_note = text or None
    request.save(update_fields=["sealed_note"])


@transaction.atomic
def withdraw(*, by):
    """Erase a waiting account with all that belongs to it, at once."""
    policy.require(policy.waits(by))
    erase(by=by, member=by)
