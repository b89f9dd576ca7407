import shutil

import pytest
import pytest_django.fixtures
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import TransactionTestCase
from django.utils.translation import override

from home.audit import triggers
from home.audit.models import AuditEntry, AuditHead
from tests.people import Client

# pytest-django makes only the databases that some test is marked for; `committed` marks none, and
# a run of browser tests alone would meet a database without tables.
pytest_django.fixtures._get_databases_for_setup = lambda items: ({"default"}, set())


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="write golden files anew")


@pytest.fixture(autouse=True, scope="session")
def _audit_log_may_be_emptied_between_tests():
    """Tests with real transactions end by emptying every table, which the audit log refuses."""
    empty_tables = TransactionTestCase._fixture_teardown

    def teardown(test):
        triggers.remove(connection)
        empty_tables(test)
        triggers.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The database with real commits and no flush after (a flush takes Wagtail's root page along)."""
    with django_db_blocker.unblock():
        yield
        triggers.remove(connection)
        for model in (AuditEntry, AuditHead, get_user_model()):
            model.objects.all().delete()
        triggers.install(connection)
        connection.close()


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
