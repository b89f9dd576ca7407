"""Lists and pages take a fixed number of queries, with ten members as with five thousand."""

import pytest

from network.demo.crowd import make_crowd
from tests.network.profiles.cast import client_of
from tests.people import make_account

pytestmark = pytest.mark.django_db
AT_MOST = 12


@pytest.mark.parametrize("number", [10, 5_000])
def test_the_directory_takes_twelve_queries_at_most(number, django_assert_max_num_queries):
    profiles = make_crowd(number)
    client = client_of(make_account("viewer"))
    client.get("/network/members/")
    client.post("/network/members/", {"country": "KE"})
    with django_assert_max_num_queries(AT_MOST):
        assert b"Name" in client.get("/network/members/").content

    # A search counts itself in the shared cache: of the database's own, not of these.
    with django_assert_max_num_queries(AT_MOST):
        found = client.post("/network/members/", {"country": "KE"}).content

    assert b"Kenya" in found
    with django_assert_max_num_queries(AT_MOST + 7):  # the first look is counted and written down
        assert client.get(f"/network/members/{profiles[0].public_id}/").status_code == 200
    with django_assert_max_num_queries(AT_MOST):
        assert client.get(f"/network/members/{profiles[0].public_id}/").status_code == 200
