"""The demo site; every test steps back out of what it changed."""

import time

import pytest
from django.core.cache import cache
from django.test import Client

from home.pagecache.store import pages
from tests import databases
from tests.home.public.site import addresses, soup


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker, worker_id):
    with django_db_blocker.unblock():
        cache.clear()
        with databases.own_copy(databases.here().demo(), f"{worker_id}-demo"):
            yield
        cache.clear()


@pytest.fixture(autouse=True)
def _demo(loaded, db):
    """Give each test the demo as it was loaded; `db` takes back what the test changes."""
    yield
    # Wagtail keeps the addresses of its sites there, limits count there.
    cache.clear()
    pages.drop()


@pytest.fixture(scope="package")
def crawl(loaded):
    """{address: answer} of every public page, asked for once by a stranger; do not change it."""
    stranger = Client()
    answers = {address: stranger.get(address) for address in addresses()}
    assert not stranger.cookies
    return answers


@pytest.fixture(scope="package")
def trees(crawl):
    """{address: parsed page} of every public page; do not change it."""
    return {address: soup(response) for address, response in crawl.items()}


@pytest.fixture
def as_in_a_running_process():
    """Return a function after which values kept by this process are trusted, as the watcher does it."""

    def trust():
        pages.confirm(0, at=time.monotonic())

    yield trust
    pages.confirm(0, at=float("-inf"))
    pages.drop()
