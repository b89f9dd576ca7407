"""What a subject's page shows: each slice adds its section, an empty one is left out.

Other apps add theirs from their own `sections` module, so that public pages need not know them.
"""

from dataclasses import dataclass

_providers = []


@dataclass(frozen=True)
class Section:
    """A part of a subject's page: its address, title, template and rows."""

    key: str
    title: str
    template: str
    rows: list


def section(key, *, title, template, order):
    """Register a function `(subject) -> iterable of rows` as a section.

    `subject` is a dict with one of the keys `country`, `issue` or `theme`.
    """

    def register(rows_for):
        _providers.append((order, key, title, template, rows_for))
        _providers.sort(key=lambda provider: provider[:2])
        return rows_for

    return register


def sections_for(**subject):
    """Return the sections that have something to show about a country, issue or theme."""
    found = []
    for _order, key, title, template, rows_for in _providers:
        rows = list(rows_for(subject))
        if rows:
            found.append(Section(key, title, template, rows))
    return found


def about(queryset, subject, *, country="countries", issue="issues", theme="themes"):
    """Narrow `queryset` to a subject; a kind of subject named None matches nothing."""
    fields = {"country": country, "issue": issue, "theme": theme}
    (kind, value), *_rest = subject.items()
    field = fields[kind]
    return queryset.filter(**{field: value}) if field else queryset.none()
