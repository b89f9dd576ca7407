"""What belongs to a member: each slice says, per relation, how it is exported and how it is erased.

A slice declares its part in a module `belongs.py`, beside its models:

    @belongs(Profile, title=_("Your profile"))
    def profile(row):
        return {_("Chosen name"): row.sealed_pseudonym}

    left_out(Office, "member", because="…")

A test walks all models and fails where a relation to a member is in neither list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.db import models


class Fate(Enum):
    """What happens to the rows of one relation when the member is erased."""

    GOES = "goes with her"
    CLEARED = "stays, without her"


@dataclass(frozen=True)
class Belonging:
    """One way from a model to a member; `describe(row)` returns plain data for her copy, or is None."""

    model: type[models.Model]
    path: str
    fate: Fate
    title: str = ""
    describe: Callable | None = None
    because: str = ""

    def rows(self, member):
        """Return the rows of this member, in a fixed order."""
        return self.model._base_manager.filter(**{self.path: member.pk}).order_by("pk")


@dataclass(frozen=True)
class Attachment:
    """A value in a description that becomes a file of its own beside the text."""

    name: str
    content: bytes


BELONGINGS: dict[tuple, Belonging] = {}
WHEN_LEAVING: list[Callable] = []
BEFORE_ERASURE: list[Callable] = []


def belongs(model, path="member", *, title, fate=Fate.GOES):
    """Register `describe(row) -> {label: plain value}` for rows that are in a member's copy.

    It must not tell what another person said, did, chose or is called.
    """

    def register(describe):
        _add(Belonging(model, path, fate, title=title, describe=describe))
        return describe

    return register


def left_out(model, path="member", *, because, fate=Fate.GOES):
    """Declare a relation whose rows are not in the member's copy, and why."""
    _add(Belonging(model, path, fate, because=because))


def when_leaving(act):
    """Register `act(member)`, run when she closes her account and when it is erased: be silent now."""
    WHEN_LEAVING.append(act)
    return act


def before_erasure(act):
    """Register `act(member)`, run in the transaction of the erasure while everything is still there.

    This is the place for words that stay for others: they must end with nothing that two of them
    share, such as an id or a mark.
    """
    BEFORE_ERASURE.append(act)
    return act


def exported():
    """Return the belongings that are in a member's copy, in the order of declaration."""
    return [belonging for belonging in BELONGINGS.values() if belonging.describe]


def discover():
    """Import `belongs` of each slice of the members' space."""
    package = import_module("network")
    for module in iter_modules(package.__path__):
        name = f"network.{module.name}.belongs"
        if module.ispkg and find_spec(name):
            import_module(name)


def _add(belonging):
    key = (belonging.model, belonging.path)
    if key in BELONGINGS:
        raise ValueError(f"{belonging.model._meta.label}.{belonging.path} is declared twice.")
    BELONGINGS[key] = belonging
