"""Walking the chain from its first entry to its head."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from . import triggers
from .models import AuditEntry, AuditHead

CHUNK = 1000


@dataclass
class Verdict:
    """What the walk found: human sentences, each naming its row, and the head it ended at."""

    findings: list[str]
    head: AuditHead


def verify(*, expected_head=None):
    """Check every entry, the head and the triggers; returns a Verdict (no findings: all is well).

    `expected_head` is (number, hash) of a head noted earlier, which must still be in the chain.
    """
    head = AuditHead.objects.first() or AuditHead()
    last, findings = _walk(head.number)
    if (last.number, last.hash) != (head.number, head.hash):
        findings.append(f"Head: it names entry {head}, but the chain ends with {last}.")
    findings += [f"Entry {number}: it lies beyond the head." for number in _beyond_the_head()]
    findings += [
        f"Trigger {name}: it is missing or switched off." for name in triggers.missing(connection)
    ]
    if expected_head and not _has(*expected_head):
        findings.append(f"Entry {expected_head[0]}: it is not the one that was noted as head.")
    return Verdict(findings, head)


def _walk(end):
    """Follow the chain up to number `end`; returns its last link (an AuditHead) and the findings."""
    link, findings = AuditHead(), []
    for number, entry in _entries(end):
        if number < 1:
            findings.append(f"Entry {number}: it lies before the first.")
            continue
        if number != link.number + 1:
            findings.append(_gap(link.number + 1, number - 1))
            link.hash = None  # unknown: whether this entry follows cannot be said
        findings += [f"Entry {number}: {what}" for what in _complaints(entry, link.hash)]
        link = AuditHead(number=number, hash=entry.hash if entry else None)
    return link, findings


def _entries(end):
    """Yield (number, entry) in order; entry is None where the row cannot be read."""
    numbers = AuditEntry.objects.filter(number__lte=end).order_by("number")
    numbers = numbers.values_list("number", flat=True)
    chunk = list(numbers[:CHUNK])
    while chunk:
        try:
            found = AuditEntry.objects.in_bulk(chunk)
        except (ValueError, TypeError, OverflowError):
            found = {number: _one(number) for number in chunk}
        for number in chunk:
            yield number, found[number]
        chunk = list(numbers.filter(number__gt=chunk[-1])[:CHUNK])


def _one(number):
    try:
        return AuditEntry.objects.get(number=number)
    except (ValueError, TypeError, OverflowError):
        return None


def _gap(first, last):
    return (
        f"Entry {first}: it is missing."
        if first == last
        else (f"Entries {first} to {last}: they are missing.")
    )


def _has(number, digest):
    return AuditEntry.objects.filter(number=number, hash=digest).exists()


def _complaints(entry, previous):
    """Yield what is wrong with an entry; `previous` is the hash before it, None where unknown."""
    if entry is None or entry.at is None:
        yield "it cannot be read."
        return
    if entry.digest() != entry.hash:
        yield "its content does not match its hash."
    if previous is not None and entry.previous_hash != previous:
        yield "it does not follow the entry before it."


def _beyond_the_head():
    # One statement, so that entries written meanwhile are seen together with their own head.
    end = AuditHead.objects.values("number")[:1]
    beyond = AuditEntry.objects.filter(number__gt=Coalesce(Subquery(end), 0))
    return beyond.order_by("number").values_list("number", flat=True)
