"""He reads her mail. He must not learn from it that she is here, nor come in by it."""

import re

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.test import Client

from network.contact.actions import save_card
from network.contact.notices import tell
from network.privacy.actions import EXPORT_WAITS
from tests.people import make_account, sign_in

pytestmark = pytest.mark.django_db

# What must stand in no head and no body of a mail to a member.
TELLING = re.compile(
    r"surviv|traffick|abuse|violence|network|member|slave|council|chapter|quiet-river",
    re.IGNORECASE,
)


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def make_member(level=None):
    member = make_account(sealed_email="quiet.reader@example.org")
    if level:
        save_card(by=member, phone="", rules={}, mail_level=level, mail_language="en")
    return member


def test_t04_nobody_is_mailed_who_did_not_ask_for_mail(committing):
    with committing():
        tell(member=make_member(), kind=EXPORT_WAITS, path="/network/export/")
    assert outbox.outbox == []


def test_t04_a_discreet_mail_says_nothing_and_leads_nowhere(committing):
    with committing():
        tell(member=make_member("discreet"), kind=EXPORT_WAITS, path="/network/export/")
    [mail] = outbox.outbox
    text = mail.message().as_string()
    assert not TELLING.search(text), TELLING.search(text)
    assert "http" not in text


def test_t04_t09_neither_copy_nor_closing_nor_erasing_sends_a_mail(committing):
    member = make_member("full")
    client = sign_in(member)
    with committing():
        client.post("/network/export/")
        client.post("/network/leaving/close/")
    with committing():
        sign_in(member).post("/account/erase/", {"word": "erase"})
    call_command("run_scheduled", "--only", "deliver_mail")
    assert outbox.outbox == []


def test_t06_an_address_is_no_handle_and_signs_nobody_in():
    member = make_member()
    known, unknown = (
        Client().post("/account/login/", {"login": typed, "password": "wrong passphrase 1"})
        for typed in ("quiet.reader@example.org", "never.seen.it@example.org")
    )
    assert known.status_code == unknown.status_code == 400
    strip = re.compile(rb"value=\"[^\"]*\"")
    assert strip.sub(b"", known.content) == strip.sub(b"", unknown.content)
    assert member.handle.encode() not in known.content
