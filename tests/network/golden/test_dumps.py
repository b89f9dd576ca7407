"""After everybody has opened everything: the database, the cache and the logs hold no open word."""

import logging
import re

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from home.sealing.fields import SealedField
from network.demo.people import PASSPHRASE, PEOPLE, TOTP_SECRET
from portal.logs import DiscreetFormatter
from tests.dumps import dump, dump_cache
from tests.network.golden.crawl import few, public_addresses
from tests.network.golden.people import BROWSER, NETWORK, members_addresses

LETTERS = 8  # shorter values ("KE", "en") stand in a database for many reasons
ADDRESS = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")


def sealed_values():
    """Return every text that is sealed anywhere in the database, opened."""
    found = {PASSPHRASE, TOTP_SECRET}
    for model in apps.get_models():
        fields = [field for field in model._meta.local_fields if isinstance(field, SealedField)]
        for row in model._base_manager.all() if fields else ():
            for field in fields:
                found |= set(_texts(getattr(row, field.name)))
    return {text for text in found if len(text) >= LETTERS}


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


@pytest.fixture
def log():
    """All that the site writes into its log, as it writes it."""
    lines = []

    class Keep(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Keep(level=logging.WARNING)
    handler.setFormatter(DiscreetFormatter())
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def after_the_crawl(cast, log):
    """Everybody opens what there is, and this time it stays."""
    for visitor in cast.values():
        for _label, address in members_addresses():
            visitor.ask(address, keep=True)
        for address in few(public_addresses()):
            visitor.ask(address, keep=True)
    return dump(connection), dump_cache(cache), "\n".join(log)


@pytest.mark.asvs("14.2.3", "14.2.4", "16.2.5")
def test_t21_t27_neither_database_nor_cache_nor_log_tells_anything(after_the_crawl):
    secrets = sealed_values()
    assert sum("CANARY" in secret for secret in secrets) > 20
    for name, held in zip(("database", "cache", "log"), after_the_crawl, strict=True):
        told = [secret for secret in secrets if secret in held]
        assert told == [], name
        assert "CANARY" not in held, name
        assert NETWORK not in held, name
        assert NETWORK.rpartition(".")[0] not in held, name
        assert BROWSER.partition("/")[0] not in held, name
    _database, kept, said = after_the_crawl
    assert said, "Nothing was refused: did anybody go anywhere?"
    assert not ADDRESS.search(said)
    for handle in PEOPLE:
        if "-" in handle:  # "member" and "admin" are words
            assert handle not in kept
            assert handle not in said
    assert "?next=" not in said


def test_t21_a_second_factor_is_sealed(cast):
    rows = Authenticator.objects.filter(type="totp")
    assert rows.exists()
    assert all(row.data["secret"].startswith("v1|") for row in rows)


def test_t27_no_session_key_stands_in_the_database(cast):
    held = dump(connection)
    for visitor in cast.values():
        if visitor.cookie:
            assert visitor.cookie not in held
    assert settings.SESSION_ENGINE == "network.access.sessions"
