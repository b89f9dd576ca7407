import gc
import shutil

import pytest
from django.utils.translation import override

from tests import databases
from tests.people import Client


def pytest_collection_finish():
    """As the site itself does when it starts: what is loaded by now is never garbage."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="write golden files anew")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id):
    """Each process works on a copy of its own (in place of pytest-django's migrated databases)."""
    with django_db_blocker.unblock(), databases.own_copy(databases.here().tables(), worker_id):
        yield


@pytest.fixture
def committed(django_db_setup, django_db_blocker, worker_id):
    """The database with real commits, which are forgotten after the test."""
    with django_db_blocker.unblock():
        yield
        databases.put_back(databases.here().tables(), worker_id)


@pytest.fixture(autouse=True)
def _begin_in_english():
    """A request in another language leaves that language on in the thread that asked."""
    with override("en"):
        yield


@pytest.fixture
def client():
    """A browser in which `force_login` takes staff through the second factor as well."""
    return Client()


@pytest.fixture(scope="session")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


def launch(playwright, **options):
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
        args=["--no-sandbox"],
        **options,
    )


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = launch(playwright)
    yield browser
    browser.close()
