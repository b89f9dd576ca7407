"""How people are called in lists of slices that know nothing of profiles: asked of the slice that does."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

_SOURCES = []


@dataclass(frozen=True)
class Person:
    """What one viewer may see of a member in a list: a name, and an address where there is one."""

    name: str
    url: str = ""


def shown_by(source):
    """
    Register `source(viewer, members, introduced) -> {member.pk: Person}`; who is left out has no name.

    `introduced` holds the primary keys of those who asked `viewer` to connect and so chose to show
    her their name. Must take a fixed number of queries.
    """
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def seen_by(viewer, members, *, introduced=frozenset()):
    """Return {member.pk: Person} for all `members`, as `viewer` may see them."""
    members = list(members)
    seen = {member.pk: Person(name=_("A member")) for member in members}
    for source in _SOURCES:
        seen |= source(viewer, members, introduced)
    return seen
