import pytest

from tests.network.profiles.cast import client_of, make_chapter, make_profile


@pytest.fixture
def kenya(db):
    return make_chapter("Kenya chapter")


@pytest.fixture
def her(kenya):
    """A member's profile as on the first day."""
    return make_profile(
        "quiet-river", chapter=kenya, values={"bio": "Bio of hers", "country": "KE"}
    )


@pytest.fixture
def her_client(her):
    return client_of(her.member)


LISTED = {"pseudonym": {"chap", "mem"}, "directory": {"chap", "mem"}}
