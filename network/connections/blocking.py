"""Keeping away: at once, in silence, both ways, and from accounts that come back. Not audited."""

from django.db import transaction
from django.db.models import Q

from network import doorbell, policy
from network.connections import matching
from network.connections.models import Avoided, Block, Connection
from network.members import limits
from network.members.known import when_known_anew
from network.members.models import User, today

ENTRIES_AT_MOST = 50
# Who could try many addresses a day would learn from what disappears whose they are.
CHANGES_A_DAY = 50


class ListIsFull(Exception):  # noqa: N818 - a state that people meet, not a fault
    """Fifty entries stand in the list; one has to go first."""


@transaction.atomic
def block(*, by, other, label=""):
    """
    Keep two members apart, and return the Block; what connected them is gone and nobody is told.

    `label` is what `by` knew the other as, for her own list; sealed with her key.
    """
    policy.require(policy.may_block(by, other))
    found = Block.objects.filter(by=by, other=other, entry=None).first()
    if found is None:
        found = Block(by=by, other=other, sealed_label=label or None)
        Block.objects.bulk_create([found], ignore_conflicts=True)
    Connection.objects.part(by, {other.pk})
    _ring(by.pk, other.pk)
    return found


@transaction.atomic
def unblock(*, by, block):
    """Take back a block that was made by hand; what the list of `avoid` says stays in force."""
    policy.require(policy.may_enter_network(by) and block.by_id == by.pk and block.entry_id is None)
    block.delete()
    _ring(by.pk, block.other_id)


@transaction.atomic
def avoid(*, by, text):
    """
    Add a line to the sealed list of people who must not find `by`; returns the Avoided.

    Takes the same work whether or not somebody is found, and does not say. Raises ListIsFull,
    TooMany beyond fifty new lines in a day.
    """
    policy.require(policy.may_enter_network(by))
    User.objects.select_for_update().get(pk=by.pk)  # two lines at once wait for each other
    if present := Avoided.objects.filter(member=by, text_index=text).first():
        return present
    if Avoided.objects.filter(member=by).count() >= ENTRIES_AT_MOST:
        raise ListIsFull
    limits.count(by=by, deed="avoid", at_most=CHANGES_A_DAY)
    entry = Avoided.objects.create(member=by, sealed_text=text)
    found = matching.find(text) - {by.pk}
    _keep_apart(entry, found or {None})
    Connection.objects.part(by, found)
    _ring(by.pk, *found)
    return entry


@transaction.atomic
def stop_avoiding(*, by, entry):
    """Remove a line of the list, and with it what it kept apart."""
    policy.require(policy.may_enter_network(by) and entry.member_id == by.pk)
    entry.delete()


def _ring(*member_ids):
    # What they read in rooms changes at once, on both sides.
    for member_id in member_ids:
        if member_id is not None:
            doorbell.ring_person(member_id)


@when_known_anew
@transaction.atomic
def keep_apart(member):
    """
    Look an account up in all lists and among those who are gone, and keep apart whom they name.

    Done when a member is approved, and when handle, e-mail address or chosen name change.
    """
    indexes = {_index_of(text) for text in matching.texts_of(member)} - {None}
    entries = Avoided.objects.filter(text_index__in=indexes).exclude(member=member)
    wishing = set()
    for entry in entries.select_related("member__key"):
        _keep_apart(entry, {member.pk})
        wishing.add(entry.member_id)
    gone = Block.objects.filter(Q(gone_handle__in=indexes) | Q(gone_email__in=indexes), other=None)
    for left in gone.exclude(by=member).select_related("by__key"):
        block(by=left.by, other=member, label=left.sealed_label or "")
        wishing.add(left.by_id)
    Connection.objects.part(member, wishing)


@transaction.atomic
def remember_gone(member):
    """
    Keep, for 12 months, keyed hashes by which a blocked account is known when it comes back.

    To be called by the act that erases an account, before its row goes.
    """
    # What a list keeps apart is found anew by the list itself.
    Block.objects.filter(other=member, entry__isnull=False).update(other=None)
    Block.objects.filter(other=member).update(
        gone_handle=_index_of(member.handle),
        gone_email=_index_of(member.sealed_email),
        gone_on=today(),
    )


def _index_of(text):
    return Avoided._meta.get_field("text_index").index_of(text)


def _keep_apart(entry, ids):
    rows = [Block(by=entry.member, other_id=pk, entry=entry) for pk in ids]
    Block.objects.bulk_create(rows, ignore_conflicts=True)
