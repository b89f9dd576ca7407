"""The demo with all its people, copied once for this folder; every test steps back out of its changes."""

import pytest
from django.core.cache import cache

from home.pagecache.store import pages
from tests import databases
from tests.network.golden.people import everybody


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker, worker_id):
    with (
        django_db_blocker.unblock(),
        databases.own_copy(databases.here().demo(), f"golden-{worker_id}"),
    ):
        cache.clear()
        yield
        cache.clear()


@pytest.fixture(autouse=True)
def _demo(loaded, db):
    yield
    cache.clear()
    pages.drop()


@pytest.fixture(scope="package")
def cast(loaded):
    """{handle: Visitor} of every demo person, signed in a moment ago, and of a stranger."""
    return everybody()
