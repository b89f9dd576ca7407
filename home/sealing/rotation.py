"""Moving everything sealed to the first key, and every index to the present secret."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models, transaction

from .cipher import Tampered
from .fields import SealedField
from .indexes import BlindIndexField


@dataclass(frozen=True)
class Place:
    """A model with sealed values; `renew(row)` returns the columns to write ({} for none).

    `renew` reads every sealed value of the row and lets Tampered through.
    """

    model: type[models.Model]
    renew: Callable[[models.Model], dict]


@dataclass
class Progress:
    """What was done in one model: numbers of rows, and the keys of those that could not be read."""

    place: Place
    total: int
    read: int = 0
    renewed: int = 0
    unreadable: list = field(default_factory=list)


OTHER_PLACES: list[Place] = []


def also_rotate(model, renew):
    """Add a model that keeps envelopes outside of SealedFields (another library's JSON, say)."""
    OTHER_PLACES.append(Place(model, renew))


def places():
    """Return a Place for each model with sealed fields or blind indexes, and the added ones."""
    models_with_any = (m for m in apps.get_models() if m._meta.managed and _own_fields(m))
    return [*(Place(m, _renew_fields) for m in models_with_any), *OTHER_PLACES]


def rotate(place, *, batch_size=500):
    """Renew all rows of one place, each batch in its own transaction; returns Progress.

    Rows that are up to date are read but not written, so a broken run goes on where it stopped.
    """
    rows = place.model._base_manager
    progress, last = Progress(place, total=rows.count()), None
    while True:
        with transaction.atomic():
            batch = rows.select_for_update().order_by("pk")
            batch = list((batch if last is None else batch.filter(pk__gt=last))[:batch_size])
            for row in batch:
                _renew_row(place, row, progress)
        if not batch:
            return progress
        last = batch[-1].pk


def _renew_row(place, row, progress):
    try:
        changes = place.renew(row)
    except Tampered:
        progress.unreadable.append(row.pk)
        return
    progress.read += 1
    if changes:
        place.model._base_manager.filter(pk=row.pk).update(**changes)
        progress.renewed += 1


def _own_fields(model):
    sealing = (SealedField, BlindIndexField)
    return [f for f in model._meta.local_concrete_fields if isinstance(f, sealing)]


def _renew_fields(row):
    changes = {}
    for own in _own_fields(type(row)):
        present = row.__dict__[own.attname]
        if isinstance(own, BlindIndexField):
            wanted = own.index_of(getattr(row, own.follows))
        elif present is None:
            continue
        else:
            wanted = own.renewed(row, present)
        if wanted != present:
            changes[own.attname] = wanted
    return changes
