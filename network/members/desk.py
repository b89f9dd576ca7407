"""What waits for an officer: each slice says it about its own work, the office page shows all."""

from network import policy

_SOURCES = []


def waiting(source):
    """Register `source(officer) -> [(text, url), …]`: texts that name nobody, opaque addresses."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def waiting_for(officer):
    """Return all that waits for this officer as (text, url), by the order of registration."""
    if policy.is_officer(officer):
        return [item for source in _SOURCES for item in source(officer)]
    return []
