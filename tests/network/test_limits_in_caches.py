"""The limits hold in each cache that a site can run on, and name nobody there."""

import os

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from home.safety.networks import network_token
from tests.people import make_account, type_passphrase

pytestmark = pytest.mark.django_db

DATABASE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache_of_this_test",
}
REDIS = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": os.environ.get("REDIS_URL", ""),
    "KEY_PREFIX": "limits-test",
}


@pytest.fixture(
    params=[
        "database",
        pytest.param(
            "redis",
            marks=[
                pytest.mark.services,
                pytest.mark.skipif(not REDIS["LOCATION"], reason="REDIS_URL is not set"),
            ],
        ),
    ]
)
def kept(request, settings):
    """Use the cache, and return a function that returns all its keys as text."""
    if request.param == "database":
        settings.CACHES = {"default": DATABASE}
        call_command("createcachetable")

        def keys():
            with connection.cursor() as cursor:
                cursor.execute("SELECT cache_key FROM cache_of_this_test")
                return repr(cursor.fetchall())
    else:
        settings.CACHES = {"default": REDIS}

        def keys():
            return repr(cache._cache.get_client().keys("limits-test*"))

    yield keys
    if request.param == "redis":
        client = cache._cache.get_client()
        client.delete(*client.keys("limits-test*"))


def test_too_many_tries_are_stopped_here_and_not_elsewhere(kept):
    make_account()
    guesser = Client(REMOTE_ADDR="203.0.113.9")
    answers = [type_passphrase(guesser, "quiet-river", f"wrong {n}").status_code for n in range(8)]
    assert answers == [400] * 5 + [429] * 3
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert type_passphrase(elsewhere, "quiet-river").status_code == 302
    assert "login_failed" in kept()
    for trace in ("203.0.113", "198.51.100", "quiet-river"):
        assert trace not in kept()


def test_a_copy_of_the_cache_alone_does_not_tell_which_networks_came(kept, settings):
    salted = network_token("203.0.113.9")
    assert network_token("203.0.113.200") == salted
    assert network_token("198.51.100.7") != salted
    # Whoever has the cache has its salt, and could try all networks; the site's own secret is missing.
    settings.SECRET_KEY = "the thief's guess"
    assert network_token("203.0.113.9") != salted
