"""The matrix, said by its file and kept by every place that shows people: field × audience × opening.

What may show is worked out here from matrix.yaml alone, not by asking the code that is tested.
"""

import itertools
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.cache import cache

import network.matrix
from network.profiles.models import Glance, Opening, Photo
from network.profiles.search import renew
from tests.network.profiles.cast import MARKERS, SEALED_AWAY, make_cast
from tests.network.profiles.surfaces import SEARCHES, SURFACES, found_by

FIELDS = yaml.safe_load(Path(network.matrix.__file__).with_name("matrix.yaml").read_text())[
    "fields"
]
PROFILE = [name for name, row in FIELDS.items() if row["part_of"] == "profile"]
AUDIENCES = ["self", "conn", "chap", "mem", "cncl", "safe", "edit", "su", "pub"]
# Whoever is an approved member is one besides what else she is.
STANDS_IN = {
    "self": {"self"}, "conn": {"conn", "mem"}, "chap": {"chap", "mem"}, "mem": {"mem"},
    "cncl": {"cncl", "mem"}, "safe": {"safe", "mem"}, "edit": set(), "su": set(), "pub": set(),
}  # fmt: skip
OPENED = [
    (name, audience)
    for name in PROFILE
    for audience, word in FIELDS[name].items()
    if word == "open"
]


def may(field, audience, opened):
    words = {a: FIELDS[field].get(a, "never") for a in STANDS_IN[audience]}
    return any(
        word == "always" or (word == "open" and (field, a) in opened) for a, word in words.items()
    )


def page_exists(audience, opened):
    return audience in {"self", "conn"} or may("directory", audience, opened)


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        Photo.objects.create(profile=cast.subject, sealed_webp="UklGRg==")
        yield cast
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _open_database(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def open_exactly(cast, opened):
    cast.subject.openings.all().delete()
    Opening.objects.bulk_create(
        Opening(profile=cast.subject, field=field, audience=audience) for field, audience in opened
    )
    renew(cast.subject)
    Glance.objects.all().delete()
    cache.clear()


def check(cast, surface, audience, opened):
    if audience in surface.not_for:
        return
    text = surface.read(cast, audience)
    is_there = may("directory", audience, opened) if surface.only_listed else True
    is_there = is_there and page_exists(audience, opened)
    for field, marker in MARKERS.items():
        expected = is_there and field in surface.shows and may(field, audience, opened)
        assert (marker in text) == expected, (surface.name, field, audience, sorted(opened))
    for field, marker in SEALED_AWAY.items():
        assert marker not in text, (surface.name, field, audience)


DIRECTORY = {("directory", a) for a in ("chap", "mem", "cncl")}
STATES = {
    "closed": set(),
    "all closed but the directory": DIRECTORY,
    "all open": set(OPENED),
    **{f"{field} to {audience}": DIRECTORY | {(field, audience)} for field, audience in OPENED},
    **{
        f"directory to {audience} only": {("directory", audience)}
        for _, audience in sorted(DIRECTORY)
    },
}


@pytest.mark.asvs("8.2.1")
@pytest.mark.asvs("8.2.2")
@pytest.mark.asvs("8.2.3")
@pytest.mark.asvs("15.3.1")
@pytest.mark.parametrize("state", STATES)
def test_t12_every_place_shows_each_field_to_those_of_the_matrix_and_to_nobody_else(cast, state):
    open_exactly(cast, STATES[state])
    for surface, audience in itertools.product(SURFACES, AUDIENCES):
        check(cast, surface, audience, STATES[state])


@pytest.mark.parametrize("field", SEARCHES)
@pytest.mark.parametrize("level", ["", "conn", "chap", "mem", "cncl", "safe"])
def test_a_search_finds_only_by_what_was_opened_to_who_searches(cast, field, level):
    if level and FIELDS[field].get(level) != "open":
        pytest.skip("the matrix does not open this")
    opened = DIRECTORY | ({(field, level)} if level else set())
    open_exactly(cast, opened)
    search = found_by(field, SEARCHES[field])
    for audience in AUDIENCES:
        # Words are written only for what is open: what is always there is not searched for.
        written = any(name == field for name, _ in opened)
        expected = (
            audience != "self"
            and written
            and may("directory", audience, opened)
            and may(field, audience, opened)
        )
        assert (cast.subject.public_id in search(cast, audience)) == expected, (audience, level)


def test_what_has_no_field_has_no_column():
    from django.apps import apps

    words = network.matrix.read()["no_such_field"]
    columns = {
        f"{model._meta.label}.{column.name}": column.name
        for model in apps.get_app_config("network").get_models()
        for column in model._meta.get_fields()
        if getattr(column, "column", None)
    }
    named = [label for label, name in columns.items() for word in words if word == name]
    assert columns
    assert not named


def test_members_read_the_same_matrix_that_the_code_obeys(cast):
    page = cast.client("mem").get("/network/matrix/").content.decode()
    for field, row in FIELDS.items():
        assert str(network.matrix.FIELD_NAMES[field]) in page
        opened = sum(word == "open" for word in row.values())
        line = page.split(f'<th scope="row">{network.matrix.FIELD_NAMES[field]}</th>')[1]
        assert line.split("</tr>")[0].count("rule-open") == opened
    assert settings.LANGUAGE_CODE == "en"
