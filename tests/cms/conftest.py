import pytest

from tests.people import Client, make_account

from .making import make_home


@pytest.fixture
def home(db):
    return make_home()


@pytest.fixture
def desk_of(db):
    """Return a function that opens the CMS for a new person of a role."""

    def open_for(role):
        client = Client()
        client.person = make_account(f"the-{role}", role=role)
        client.force_login(client.person)
        return client

    return open_for
