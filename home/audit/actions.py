"""Writing the audit log."""

import re
from typing import NamedTuple

from django.db import models, transaction
from django.utils import timezone

from .deeds import checked_facts
from .models import AuditEntry, AuditHead, canonical

JOB = re.compile(r"[a-z][a-z0-9_.-]{0,39}\Z")
SUBJECT_TYPE = re.compile(r"[a-z][a-z0-9_.-]{0,99}\Z")
SUBJECT_ID = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")
SYSTEM = "system"


class Subject(NamedTuple):
    """A thing that is no row: a setting, a report. `type` is fixed by the code, never typed in."""

    type: str
    id: str


@transaction.atomic
def record(*, by, deed, subject, facts=None):
    """Append one entry and return it. Part of the caller's transaction: both are kept, or neither.

    `by` is an account (with `public_id` and `audit_role`) or the name of a job such as "system";
    `deed` and the keys of `facts` must be declared (deeds.py); `subject` is a saved row or a Subject.
    Raises UndeclaredError or ValueError, never with a value in its text.
    Call it as the last write of an act: writers wait for each other from here to the commit.
    """
    actor, role = _actor(by)
    subject_type, subject_id = _subject(subject)
    facts_json = canonical(checked_facts(deed, facts or {}))
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
    entry = AuditEntry(
        number=head.number + 1,
        at=timezone.now(),
        actor=actor,
        role=role,
        deed=deed,
        subject_type=subject_type,
        subject_id=subject_id,
        facts_json=facts_json,
        previous_hash=head.hash,
    )
    entry.hash = entry.digest()
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    return entry


def _actor(by):
    if not isinstance(by, str):
        return by.public_id, by.audit_role
    if not JOB.match(by):
        raise ValueError("A job's name has small letters, digits, dots and hyphens, at most 40.")
    return by, "system"


def _subject(subject):
    if isinstance(subject, models.Model):
        subject_id = getattr(subject, "public_id", None) or subject.pk
        subject = Subject(subject._meta.label_lower, str(subject_id))
    if not (SUBJECT_TYPE.match(subject.type) and SUBJECT_ID.match(subject.id)):
        raise ValueError("The subject of an audit entry needs a kind and an id without words.")
    return subject
