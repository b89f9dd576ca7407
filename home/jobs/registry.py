"""Which work comes back by itself: each slice says so in its own `jobs.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, ngettext


@dataclass(frozen=True)
class Job:
    """Periodic work: `run(now)` does it and returns a short sentence that names nobody."""

    name: str
    title: str
    every: timedelta
    run: Callable[[datetime], str]


@dataclass(frozen=True)
class Rule:
    """How long a table keeps its rows: `due(now)` is the queryset of those whose time is over."""

    name: str
    sentence: str
    due: Callable[[datetime], QuerySet]

    def apply(self, now: datetime) -> str:
        """Delete what is due and say how many rows that were."""
        count, _per_model = self.due(now).delete()
        return ngettext("%(count)d row deleted.", "%(count)d rows deleted.", count) % {
            "count": count
        }


JOBS: dict[str, Job] = {}
RULES: dict[str, Rule] = {}


def periodic(name, *, every, title):
    """Register `run(now) -> sentence` as a job that is due `every` timedelta after its last start."""

    def register(run):
        _add(JOBS, Job(name=name, title=title, every=every, run=run))
        return run

    return register


def retention(name, *, rule, every=timedelta(hours=1)):
    """Register `due(now) -> queryset` as a retention rule, and as a periodic job that deletes it."""

    def register(due):
        entry = _add(RULES, Rule(name=name, sentence=rule, due=due))
        title = format_lazy(gettext_lazy("Retention: {rule}"), rule=rule)
        _add(JOBS, Job(name=name, title=title, every=every, run=entry.apply))
        return due

    return register


def _add(register, entry):
    if entry.name in register:
        raise ValueError(f"Two jobs are called {entry.name}.")
    register[entry.name] = entry
    return entry


def discover():
    """Import `jobs` of each app in settings.JOB_APPS and of each of its slices."""
    for app in settings.JOB_APPS:
        package = import_module(app)
        slices = [
            f"{app}.{module.name}" for module in iter_modules(package.__path__) if module.ispkg
        ]
        for name in (app, *slices):
            if not name.endswith(".migrations") and find_spec(f"{name}.jobs"):
                import_module(f"{name}.jobs")
