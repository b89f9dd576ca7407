"""The demo with all its people, loaded once for this folder; every test steps back out of its changes."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction

from home.pagecache.store import pages
from tests.network.golden.people import everybody


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with transaction.atomic():
            cache.clear()
            call_command("load_demo", verbosity=0)
            yield
            transaction.set_rollback(True)
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
