"""What `manage.py check` asks of keys and sealed fields."""

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models

from .fields import SealedField
from .indexes import BlindIndexField
from .keys import parse_keys, refuse_unsafe_keys


@register(Tags.security)
def keys_are_well_formed(app_configs, **kwargs):
    return _complaint(lambda: parse_keys(settings.FIELD_KEYS))


@register(Tags.security, deploy=True)
def keys_are_fit_for_a_real_site(app_configs, **kwargs):
    return _complaint(
        lambda: refuse_unsafe_keys(settings.FIELD_KEYS, secret_key=settings.SECRET_KEY)
    )


@register(Tags.security)
def sealed_fields_are_bound_to_rows(app_configs, **kwargs):
    return [error for model in apps.get_models() for error in errors_of(model)]


def errors_of(model):
    """Return the errors in the sealed fields and blind indexes that `model` itself declares."""
    own = model._meta.local_concrete_fields
    sealed = [f for f in own if isinstance(f, SealedField)]
    indexes = [f for f in own if isinstance(f, BlindIndexField)]
    errors = []
    if sealed and not _has_row_key(model):
        errors.append(
            Error(
                f"{model._meta.label} has sealed fields but no random, unique row key.",
                hint="Derive it from home.sealing.fields.SealedRow.",
                obj=model,
                id="home.E018",
            )
        )
    errors += [
        Error(
            f"{index} follows '{index.follows}', which is no sealed field of the model.",
            hint="Name a SealedTextField of the same model.",
            obj=model,
            id="home.E020",
        )
        for index in indexes
        if index.follows not in {f.name for f in sealed}
    ]
    errors += [
        Error(
            f"{f} is sealed: its ciphertext differs each time, so it cannot be unique or indexed.",
            hint="Add a BlindIndexField and make that unique.",
            obj=model,
            id="home.E021",
        )
        for f in sealed
        if f.unique or f.db_index
    ]
    return errors


def _has_row_key(model):
    try:
        row_key = model._meta.get_field("row_key")
    except FieldDoesNotExist:
        return False
    return isinstance(row_key, models.UUIDField) and row_key.unique


def _complaint(look):
    try:
        look()
    except ImproperlyConfigured as problem:
        return [Error(str(problem), id="home.E014")]
    return []
