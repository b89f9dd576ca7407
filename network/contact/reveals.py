"""Breaking the glass: ask with a reason, a second person's word, then fifteen minutes for one."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.audit.actions import record
from home.audit.deeds import declare, one_of
from network import policy
from network.contact import looks
from network.contact.kinds import REVEAL_ANSWERED
from network.contact.models import ContactCard, Look, Reveal
from network.contact.notices import tell
from network.contact.rules import lines_of
from network.members import limits

OPEN_FOR = timedelta(minutes=15)
ASKS_A_DAY = 10
ROLE = one_of(policy.COORDINATOR, policy.SAFEGUARDING, policy.MODERATOR)
ASKED = declare("reveal.asked", _("Contact data asked for"), role=ROLE)
APPROVED = declare("reveal.approved", _("Look at contact data allowed"))
REFUSED = declare("reveal.refused", _("Look at contact data refused"))
READ = declare("reveal.read", _("Contact data read"), role=ROLE)
TRIED = declare("reveal.tried", _("Contact data tried without permission"), role=ROLE)


@dataclass(frozen=True)
class Opened:
    """What stands behind the glass, for one page; None where the member gave nothing."""

    email: str | None
    phone: str | None
    # Pairs of label and text; None: she may never be contacted outside.
    rules: list | None


@transaction.atomic
def ask(*, by, member, reason):
    """
    Ask to see how a member can be reached, and return the Reveal; the member is told.

    Returns the one that waits or is open already, where there is one. Raises PermissionDenied, and
    TooMany beyond ten in a day.
    """
    role = policy.reveal_role(by, member)
    policy.require(role is not None)
    mine = Reveal.objects.select_for_update().filter(asked_by=by, member=member)
    if present := next((reveal for reveal in mine if reveal.waits or reveal.is_open), None):
        return present
    limits.count(by=by, deed="reveal", at_most=ASKS_A_DAY)
    reveal = Reveal.objects.create(
        member=member, asked_by=by, role=role, sealed_reason=reason, asked_at=timezone.now()
    )
    _look(reveal, Look.Outcome.ASKED, role)
    record(by=by, deed=ASKED, subject=reveal, facts={"role": role})
    return reveal


@transaction.atomic
def decide(*, by, reveal, approves):
    """Allow or refuse what another officer asked for, and return the Reveal; it is decided once."""
    reveal = _locked(reveal)
    policy.require(policy.may_decide_reveal(by, reveal) and reveal.waits)
    reveal.decided_by = by
    reveal.state = Reveal.State.OPEN if approves else Reveal.State.REFUSED
    reveal.open_until = timezone.now() + OPEN_FOR if approves else None
    reveal.save(update_fields=["decided_by", "state", "open_until"])
    if not approves:
        _look(reveal, Look.Outcome.REFUSED, reveal.role)
    if reveal.asked_by:
        path = reverse("network:reveal", args=[reveal.public_id])
        tell(member=reveal.asked_by, kind=REVEAL_ANSWERED, path=path)
    record(by=by, deed=APPROVED if approves else REFUSED, subject=reveal)
    return reveal


def read(*, by, reveal):
    """
    Return Opened to the asker within the fifteen minutes; the member is told of each reading.

    Raises PermissionDenied to everyone else, and at any other time. A try is kept, and told to the
    member: the transaction ends before the refusal.
    """
    opened = _read(by, reveal)
    if opened is None:
        raise PermissionDenied
    return opened


@transaction.atomic
def _read(by, reveal):
    reveal = _locked(reveal)
    allowed = reveal.is_open and policy.may_open_reveal(by, reveal)
    role = reveal.role if by.pk == reveal.asked_by_id else policy.office_of(by)
    _look(reveal, Look.Outcome.READ if allowed else Look.Outcome.REFUSED, role)
    record(by=by, deed=READ if allowed else TRIED, subject=reveal, facts={"role": role})
    return _behind_glass(reveal.member) if allowed else None


def _behind_glass(member):
    fields = policy.behind_glass()
    card = ContactCard.objects.filter(member=member).first() or ContactCard(member=member)
    rules = lines_of(card.sealed_rules or {}) if card.rules_hold else None
    return Opened(
        email=member.sealed_email if "email" in fields else None,
        phone=card.sealed_phone if "phone" in fields else None,
        rules=rules if "safe_contact" in fields else None,
    )


def _locked(reveal):
    rows = Reveal.objects.select_for_update(of=["self"]).select_related("member__key", "asked_by")
    return rows.get(pk=reveal.pk)


def _look(reveal, outcome, role):
    looks.write(member=reveal.member, role=role, what=looks.CONTACT, outcome=outcome)
