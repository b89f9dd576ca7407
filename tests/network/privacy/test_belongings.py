"""Nothing that belongs to a member is forgotten: not in her copy, not at her erasure."""

import pytest
from django.apps import apps
from django.db import models

from network.members.belongings import BELONGINGS, Belonging, Fate, _add
from network.members.models import MemberRow, User
from network.profiles.models import Profile

KEEPS_THE_ROW = (models.SET_NULL, models.DO_NOTHING)


def relations():
    """Every column of every table that names an account: (model, field)."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.remote_field is not None and field.related_model is User:
                yield model, field


def declared_models():
    return {model for model, _path in BELONGINGS}


def test_every_relation_to_a_member_says_how_it_is_copied_and_erased():
    missing = [
        f"{model._meta.label}.{field.name}"
        for model, field in relations()
        if (model, field.name) not in BELONGINGS
    ]
    assert not missing, f"Declare them in the slice's belongs.py: {', '.join(missing)}"


def test_every_row_that_hangs_on_a_members_row_says_so_too():
    hers = {model for (model, _), it in BELONGINGS.items() if it.describe}
    missing = [
        model._meta.label
        for model in apps.get_models()
        if model not in declared_models()
        and (
            issubclass(model, MemberRow)
            or any(field.related_model in hers - {User} for field in model._meta.local_fields)
        )
    ]
    assert not missing, f"Declare them in the slice's belongs.py: {', '.join(missing)}"


def test_what_is_declared_is_what_the_database_does():
    for model, field in relations():
        keeps = field.remote_field.on_delete in KEEPS_THE_ROW
        fate = BELONGINGS[(model, field.name)].fate
        assert (fate is Fate.CLEARED) == keeps, f"{model._meta.label}.{field.name}"


def test_what_is_left_out_of_the_copy_says_why():
    for (model, path), belonging in BELONGINGS.items():
        said = bool(belonging.title) if belonging.describe else bool(belonging.because)
        assert said, f"{model._meta.label}.{path}"


def test_a_relation_cannot_be_declared_twice():
    with pytest.raises(ValueError, match="twice"):
        _add(Belonging(Profile, "member", Fate.GOES, because="again"))
