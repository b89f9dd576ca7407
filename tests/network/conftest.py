import time

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_limits_used_up():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    """Moves the time of day forward for everything that asks for it: clock.forward(seconds)."""
    real = time.time

    class Clock:
        ahead = 0

        def forward(self, seconds):
            self.ahead += seconds

    moved = Clock()
    monkeypatch.setattr(time, "time", lambda: real() + moved.ahead)
    return moved
