"""Hiding all profiles of a chapter at once, and showing them again: always two officers."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.audit.actions import record
from home.audit.deeds import declare
from network import policy
from network.members import desk
from network.members.chapters import SECOND_WORD_WITHIN, Chapter, Freeze

ASKED_TO_HIDE = declare("chapter.hiding_asked", _("Asked to hide a chapter"))
HIDDEN = declare("chapter.hidden", _("Chapter hidden"))
ASKED_TO_SHOW = declare("chapter.showing_asked", _("Asked to show a chapter again"))
SHOWN = declare("chapter.shown", _("Chapter shown again"))


class NeedsAnotherOfficerError(Exception):
    """Whoever asked cannot be the second officer, too."""


class NothingToConfirmError(Exception):
    """Nobody has asked in the last 24 hours."""


def pending(chapter):
    """Return the Freeze that waits for a second officer, or None."""
    found = chapter.freezes.filter(ended_at__isnull=True).first()
    return found if found and found.waits else None


@transaction.atomic
def ask(*, by, chapter):
    """
    Ask to hide a chapter, or to show a hidden one, and return the Freeze that now waits.

    What another officer asked before is not asked twice. Raises PermissionDenied.
    """
    policy.require(policy.may_freeze(by))
    chapter = _locked(chapter)
    if waiting := pending(chapter):
        return waiting
    # One that nobody confirmed in time makes room.
    chapter.freezes.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    lifts = chapter.frozen_at is not None
    freeze = Freeze.objects.create(
        chapter=chapter, asked_by=by, lifts=lifts, asked_at=timezone.now()
    )
    record(by=by, deed=ASKED_TO_SHOW if lifts else ASKED_TO_HIDE, subject=chapter)
    return freeze


@transaction.atomic
def confirm(*, by, chapter):
    """
    Put in force what another officer asked, and return the chapter.

    Raises PermissionDenied, NothingToConfirmError, NeedsAnotherOfficerError.
    """
    policy.require(policy.may_freeze(by))
    chapter = _locked(chapter)
    freeze = pending(chapter)
    if freeze is None:
        raise NothingToConfirmError
    if freeze.asked_by_id == by.pk:
        raise NeedsAnotherOfficerError
    now = timezone.now()
    freeze.seconded_by, freeze.ended_at = by, now
    freeze.save(update_fields=["seconded_by", "ended_at"])
    chapter.frozen_at = None if freeze.lifts else now
    chapter.save(update_fields=["frozen_at"])
    record(by=by, deed=SHOWN if freeze.lifts else HIDDEN, subject=chapter)
    return chapter


def _locked(chapter):
    return Chapter.objects.select_for_update().get(pk=chapter.pk)


@desk.waiting
def second_words(officer):
    """Say which chapters wait for this officer's word as the second."""
    since = timezone.now() - SECOND_WORD_WITHIN
    waiting = Chapter.objects.filter(freezes__ended_at__isnull=True, freezes__asked_at__gt=since)
    return [
        (
            _("A chapter is to be hidden: a second officer is needed.")
            if chapter.frozen_at is None
            else _("A hidden chapter is to be shown again: a second officer is needed."),
            reverse("network:chapter_freeze", args=[chapter.public_id]),
        )
        for chapter in waiting.exclude(freezes__asked_by=officer, freezes__ended_at__isnull=True)
    ]
