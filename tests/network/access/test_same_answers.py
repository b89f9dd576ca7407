"""Known and unknown get the same: status, headers, length, cookies, and the same number of hashes."""

import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client

from network.access import lockdown
from tests.people import PASSPHRASE, SIGN_IN, make_account

from .people import BY_MAIL, BY_MAIL_CODE, NEW, RECOVER, code_in, kit_of

pytestmark = pytest.mark.django_db

TIMES = 20


class CountingHasher(Argon2PasswordHasher):
    """Argon2id, counting how often it works."""

    time_cost, memory_cost, parallelism = 1, 8, 1
    worked = 0

    def encode(self, *args):
        CountingHasher.worked += 1
        return super().encode(*args)

    def verify(self, *args):
        CountingHasher.worked += 1
        return super().verify(*args)


@pytest.fixture(autouse=True)
def _counting(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]


def measure(client, path, fields):
    """Return all that a stranger can see of an answer, and the work that it cost."""
    cache.clear()
    CountingHasher.worked = 0
    response = client.post(path, fields)
    body = re.sub(rb'csrfmiddlewaretoken" value="[^"]+', b"", response.content)
    for typed in fields.values():
        body = body.replace(str(typed).encode(), b"TYPED")
    headers = {k: v for k, v in response.items() if k not in {"Expires", "Set-Cookie"}}
    cookies = {name: len(cookie.value) for name, cookie in client.cookies.items()}
    return response.status_code, headers, body, len(body), cookies, CountingHasher.worked


def wrong_sign_in(known):
    handle = "quiet-river" if known else "quiet-rover"
    return Client(), SIGN_IN, {"login": handle, "password": NEW}


def wrong_code(known):
    handle = "quiet-river" if known else "quiet-rover"
    fields = {"handle": handle, "code": "3-00000-00000-00000-00000"}
    return Client(), RECOVER, fields | {"passphrase": NEW, "again": NEW}


def no_code(known):
    client, path, fields = wrong_code(known)
    return client, path, fields | {"code": "is there anybody"}


def ask_by_mail(known):
    return Client(), BY_MAIL, {"address": "heron@example.org" if known else "crane@example.org"}


def type_right_code(known, outbox):
    client, path, fields = ask_by_mail(known)
    cache.clear()
    client.post(path, fields)
    return client, BY_MAIL_CODE, {"code": code_in(outbox[-1]), "passphrase": NEW, "again": NEW}


def type_wrong_code(known):
    client, path, fields = ask_by_mail(known)
    client.post(path, fields)
    return client, BY_MAIL_CODE, {"code": "0000-0000", "passphrase": NEW, "again": NEW}


@pytest.mark.parametrize("way", [wrong_sign_in, wrong_code, no_code, ask_by_mail, type_wrong_code])
@pytest.mark.asvs("6.3.8")
def test_nobody_learns_by_asking_who_has_an_account(way, mailoutbox):
    kit_of(make_account(sealed_email="heron@example.org", email_recovers=True))
    for _ in range(TIMES):
        known, unknown = measure(*way(known=True)), measure(*way(known=False))
        assert known == unknown
        assert known[-1] == 1


@pytest.mark.asvs("6.3.8")
def test_nor_by_typing_the_code_that_came_by_mail(mailoutbox):
    from home.mail.models import Allowance

    make_account(sealed_email="heron@example.org", email_recovers=True)
    for _ in range(TIMES):
        Allowance.objects.all().delete()
        known = measure(*type_right_code(True, mailoutbox))
        unknown = measure(*type_right_code(False, mailoutbox))
        assert known == unknown
        assert known[0] == 302
        assert known[-1] == 2  # one for the code, one for the new passphrase


@pytest.mark.parametrize("wait", [False, True])
def test_while_an_account_is_locked_down_the_right_passphrase_costs_as_much_as_a_wrong_one(wait):
    account = make_account()
    code = f"{kit_of(account)[0][0]}-00000-00000-00000-00000"
    lockdown.lock_down(by=account, wait=wait)
    typed = {"login": "quiet-river", "kit_code": code}
    right, wrong = (
        measure(Client(), SIGN_IN, typed | {"password": passphrase})
        for passphrase in (PASSPHRASE, NEW)
    )
    assert right == wrong
    assert right[-1] == 2
