"""The optional e-mail address: proven before it counts, masked, sealed, and it tells of no one else."""

import io
import re

import pytest
from django.core.management import call_command
from django.test import Client

from network.access.models import OpenSession
from tests.people import PASSPHRASE, make_account, sign_in

from .people import code_in

pytestmark = pytest.mark.django_db

PAGE, NEW_ADDRESS, CODE = "/account/email/", "/account/email/new/", "/account/email/code/"
ADDRESS = "heron.of.the.lake@example.org"


def give(client, mailoutbox, address=ADDRESS, **fields):
    """Go the whole way; returns the last answer."""
    assert client.post(NEW_ADDRESS, {"address": address, **fields})["Location"] == CODE
    return client.post(CODE, {"code": code_in(mailoutbox[-1])})


def test_an_address_counts_when_its_code_was_typed(mailoutbox):
    account = make_account()
    client = sign_in(account)
    client.post(NEW_ADDRESS, {"address": ADDRESS, "recovers": "on"})
    account.refresh_from_db()
    assert account.sealed_email is None
    assert client.post(CODE, {"code": "0000-0000"}).status_code == 400
    assert client.post(CODE, {"code": code_in(mailoutbox[0])})["Location"] == PAGE
    account.refresh_from_db()
    assert account.sealed_email == ADDRESS
    assert account.email_recovers
    assert account.security_events.get().kind == "email"


def test_without_the_tick_it_opens_nothing(mailoutbox):
    account = make_account()
    give(sign_in(account), mailoutbox)
    account.refresh_from_db()
    assert account.sealed_email == ADDRESS
    assert not account.email_recovers


def test_it_is_shown_masked_and_whole_only_after_asking_who_is_there(mailoutbox, clock):
    client = sign_in(make_account(sealed_email=ADDRESS))
    pages = [client.get(path).content.decode() for path in ("/account/", PAGE, "/network/")]
    assert "h…@e…" in pages[0]
    assert "h…@e…" in pages[1]
    for page in pages:
        assert "heron" not in page
        assert "example.org" not in page
    clock.forward(301)
    asked = client.get("/account/email/shown/")
    assert asked["Location"] == "/account/reauthenticate/?next=/account/email/shown/"
    client.post(asked["Location"], {"password": PASSPHRASE})
    assert ADDRESS in client.get("/account/email/shown/").content.decode()


def test_no_copy_of_the_database_holds_an_address_that_waits_or_counts(mailoutbox):
    account = make_account()
    client = sign_in(account)
    client.post(NEW_ADDRESS, {"address": ADDRESS})
    give(client, mailoutbox)
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    kept = out.getvalue() + repr(list(OpenSession.objects.values()))
    assert "heron" not in kept


def test_an_address_of_another_account_gets_the_same_answer_and_the_same_mail(mailoutbox):
    make_account("loud-river", sealed_email=ADDRESS, email_recovers=True)
    client = sign_in(make_account())

    def told(address):
        response = client.post(NEW_ADDRESS, {"address": address})
        mail = mailoutbox[-1].message().as_bytes()
        mail = re.sub(rb"[0-9A-Z]{4}-[0-9A-Z]{4}|[0-9a-f-]{36}|\nDate: .*", b"", mail)
        where = response["Location"], response.status_code, response.content
        return where, mail.replace(address.encode(), b"")

    assert told(ADDRESS) == told("crane.of.the.lake@example.org")
    client.post(NEW_ADDRESS, {"address": ADDRESS})
    assert client.post(CODE, {"code": code_in(mailoutbox[-1])})["Location"] == PAGE


def test_it_can_be_removed_and_the_leave_taken_back():
    account = make_account(sealed_email=ADDRESS, email_recovers=True)
    client = sign_in(account)
    client.post("/account/email/recovery/", {"allowed": "no"})
    account.refresh_from_db()
    assert (account.sealed_email, account.email_recovers) == (ADDRESS, False)
    client.post("/account/email/recovery/", {"allowed": "yes"})
    account.refresh_from_db()
    assert account.email_recovers
    client.post("/account/email/remove/")
    account.refresh_from_db()
    assert (account.sealed_email, account.email_index, account.email_recovers) == (
        None,
        None,
        False,
    )
    client.post("/account/email/recovery/", {"allowed": "yes"})
    account.refresh_from_db()
    assert not account.email_recovers


def test_a_mailbox_gets_three_codes_a_day(mailoutbox):
    client = sign_in(make_account())
    for _ in range(5):
        assert client.post(NEW_ADDRESS, {"address": ADDRESS}).status_code == 302
    assert len(mailoutbox) == 3


def test_what_was_typed_is_kept():
    response = sign_in(make_account()).post(NEW_ADDRESS, {"address": "heron@", "recovers": "on"})
    page = response.content.decode()
    assert response.status_code == 400
    assert 'value="heron@"' in page
    assert "checked" in page


def test_strangers_are_led_to_the_sign_in():
    for path in (PAGE, CODE, "/account/email/shown/"):
        assert Client().get(path)["Location"].startswith("/account/login/")
