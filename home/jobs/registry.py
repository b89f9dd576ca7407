"""Which work comes back by itself: each slice says so in its own `jobs.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.conf import settings
from django.db import transaction
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
    """How long a table keeps its rows: `due(now)` is the queryset of those whose time is over.

    `act(row)` does it, row by row, where deleting is more than a statement (a person, say).
    """

    name: str
    sentence: str
    due: Callable[[datetime], QuerySet]
    act: Callable | None = None

    def apply(self, now: datetime) -> str:
        """Delete what is due and say how many rows that were."""
        count = self._act_on_each(now) if self.act else self.due(now).delete()[0]
        return ngettext("%(count)d row deleted.", "%(count)d rows deleted.", count) % {
            "count": count
        }

    def _act_on_each(self, now):
        due = list(self.due(now).values_list("pk", flat=True))
        return sum(self._act_on(pk, now) for pk in due)

    @transaction.atomic
    def _act_on(self, pk, now):
        # Asked again and held: who came back a moment ago is not due any more.
        row = self.due(now).select_for_update(of=("self",)).filter(pk=pk).first()
        if row:
            self.act(row)
        return bool(row)


JOBS: dict[str, Job] = {}
RULES: dict[str, Rule] = {}


def periodic(name, *, every, title):
    """Register `run(now) -> sentence` as a job that is due `every` timedelta after its last start."""

    def register(run):
        _add(JOBS, Job(name=name, title=title, every=every, run=run))
        return run

    return register


def retention(name, *, rule, every=timedelta(hours=1), act=None):
    """Register `due(now) -> queryset` as a retention rule, and as a periodic job that deletes it."""

    def register(due):
        entry = _add(RULES, Rule(name=name, sentence=rule, due=due, act=act))
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
