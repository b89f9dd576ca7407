import time
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from home.mail.actions import deliver_due


@pytest.fixture
def calendar(monkeypatch):
    """Moves the time of day and the date forward: calendar.forward(hours=25)."""
    real_time, real_now = time.time, timezone.now

    class Calendar:
        ahead = timedelta()

        def forward(self, **how_far):
            self.ahead += timedelta(**how_far)

    moved = Calendar()
    monkeypatch.setattr(time, "time", lambda: real_time() + moved.ahead.total_seconds())
    monkeypatch.setattr(timezone, "now", lambda: real_now() + moved.ahead)
    return moved


class Letterbox(Sequence):
    """The mail that has left by now: whoever looks in lets the worker send what is due."""

    def __init__(self, outbox):
        self.outbox = outbox

    def _delivered(self):
        deliver_due(now=timezone.now())
        return self.outbox

    def __len__(self):
        return len(self._delivered())

    def __getitem__(self, index):
        return self._delivered()[index]

    def __bool__(self):
        return bool(self._delivered())


@pytest.fixture
def mailoutbox(mailoutbox):
    return Letterbox(mailoutbox)
