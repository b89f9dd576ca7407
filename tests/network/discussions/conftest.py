import pytest

from tests.home.processes import own_database
from tests.network.discussions import live


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker, tmp_path_factory):
    """The address of a migrated database of its own."""
    with django_db_blocker.unblock(), own_database(tmp_path_factory.mktemp("rooms")) as own:
        yield own.url


@pytest.fixture
def fresh_database(django_db_setup, django_db_blocker, tmp_path):
    """The address of a migrated database for one test alone."""
    with django_db_blocker.unblock(), own_database(tmp_path) as own:
        yield own.url


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    """(facts, server) of a running site with a room and six members."""
    with live.running(database, tmp_path_factory.mktemp("site"), people=6) as (facts, servers):
        yield facts, servers[0]
