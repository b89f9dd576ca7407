"""Connecting by the consent of two. Not audited: the log would show others who knows whom."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from network import matrix, policy
from network.connections.blocking import keep_apart, remember_gone  # noqa: F401 - for slices above
from network.connections.kinds import ACCEPTED, ASKED
from network.connections.models import Connection
from network.contact.notices import tell
from network.members import limits
from network.members.models import User, new_public_id, today

State = Connection.State


class NoSuchCode(Exception):  # noqa: N818 - a state that people meet, not a fault
    """Nobody whom this member may meet has such a code."""


@transaction.atomic
def ask(*, by, other):
    """
    Ask a member to be connected, and return the Connection; a wish that crosses makes it one.

    The caller has made sure that `by` knows of `other`. Asking again changes nothing; within 90 days
    of a no it reaches nobody and looks the same. Raises PermissionDenied and TooMany.
    """
    policy.require(policy.may_connect(by, other))
    row = Connection.objects.between(by, other).select_for_update().first()
    if row and (row.state == State.ACCEPTED or (row.asker_id == by.pk and row.stands)):
        return row
    limits.count(by=by, deed="connection", at_most=policy.asks_a_day(by))
    if row is None:
        row, is_new = _first(by, other)
        if is_new:
            _tell(other, ASKED)
            return row
    return _again(row, by, other)


def ask_by_code(*, by, code):
    """
    Ask whoever gave `by` her code (her public id) outside of these pages; return the Connection.

    Raises NoSuchCode for a code of nobody, of herself and of somebody who is kept apart, alike;
    each of these counts as one of the day's requests. Else as `ask`.
    """
    policy.require(policy.may_enter_network(by))
    there = User.objects.filter(policy.there_for(by), public_id=code)
    other = there.exclude(pk=by.pk).first()
    if other is None:
        limits.count(by=by, deed="connection", at_most=policy.asks_a_day(by))
        raise NoSuchCode
    return ask(by=by, other=other)


@transaction.atomic
def accept(*, by, connection):
    """Say yes; both are connected. Raises PermissionDenied unless `by` was asked and has not answered."""
    row = _locked(connection)
    policy.require(policy.may_answer(by, row))
    return _accept(row)


@transaction.atomic
def decline(*, by, connection):
    """Say no. The asker is told nothing and goes on seeing that she asked."""
    row = _locked(connection)
    policy.require(policy.may_answer(by, row))
    row.state, row.declined_on = State.DECLINED, today()
    row.save(update_fields=["state", "declined_on"])
    return row


@transaction.atomic
def withdraw(*, by, connection):
    """Take a wish back; a no that was said meanwhile stays in force, unseen."""
    row = _locked(connection)
    policy.require(policy.may_withdraw(by, row))
    if row.state == State.DECLINED:
        row.withdrawn = True
        row.save(update_fields=["withdrawn"])
    else:
        row.delete()


@transaction.atomic
def end(*, by, connection):
    """End a connection, at the wish of one; the other is told nothing."""
    row = _locked(connection)
    policy.require(policy.may_end(by, row))
    row.delete()


def _first(by, other):
    lower, higher = sorted((by, other), key=lambda member: member.pk)
    wish = {"asker": by, "asked": other}
    # Of two wishes at once the database lets one in; the other one finds it.
    return Connection.objects.get_or_create(lower=lower, higher=higher, defaults=wish)


def _again(row, by, other):
    """Ask where a row of these two is left: a wish of the other, an old one, or a no."""
    if row.asker_id == other.pk and row.stands:
        return _accept(row)
    still_no = row.state == State.DECLINED and row.asker_id == by.pk and _is_fresh(row)
    row.asker, row.asked, row.asked_on, row.withdrawn = by, other, today(), False
    # To its asker it is a new one, whatever it was.
    row.public_id = new_public_id()
    if not still_no:
        row.state, row.declined_on = State.ASKED, None
    row.save()
    if not still_no:
        _tell(other, ASKED)
    return row


def _is_fresh(row):
    return row.declined_on > today() - timedelta(days=matrix.days("connection_requests"))


def _accept(row):
    row.state, row.declined_on, row.withdrawn = State.ACCEPTED, None, False
    row.save(update_fields=["state", "declined_on", "withdrawn"])
    _tell(row.asker, ACCEPTED)
    return row


def _locked(connection):
    rows = Connection.objects.select_for_update(of=["self"]).select_related("asker", "asked")
    return rows.filter(pk=connection.pk).first()


def _tell(member, kind):
    tell(member=member, kind=kind, path=reverse("network:connections"))
