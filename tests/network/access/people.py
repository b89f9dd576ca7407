"""What the tests of this slice do again and again, through the real pages."""

import re

from django.test import Client

from network.access import kit
from tests.people import PASSPHRASE, type_passphrase

RECOVER = "/account/recover/"
BY_MAIL = "/account/recover/mail/"
BY_MAIL_CODE = "/account/recover/mail/code/"
NEW_KIT = "/account/2fa/notes/new/"
NEW = "amber lattice monsoon 58"


def kit_of(account):
    """Give an account a kit and return its codes."""
    return kit.make_kit(account)


def codes_on(page):
    return re.findall(r"<code>(\d-[0-9a-z-]{23})</code>", page.content.decode())


def recover(handle, code, passphrase=NEW, again=None, client=None, **extra):
    fields = {
        "handle": handle,
        "code": code,
        "passphrase": passphrase,
        "again": passphrase if again is None else again,
    }
    return (client or Client()).post(RECOVER, fields, **extra)


def code_in(mail):
    return re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", mail.body)[0]


def recover_by_mail(address, outbox, client=None, passphrase=NEW):
    """Go the whole way of a recovery by mail; returns the last answer."""
    client = client or Client()
    before = len(outbox)
    assert client.post(BY_MAIL, {"address": address})["Location"] == BY_MAIL_CODE
    (letter,) = outbox[before:]
    fields = {"code": code_in(letter), "passphrase": passphrase, "again": passphrase}
    return client.post(BY_MAIL_CODE, fields)


def opens(handle, passphrase=PASSPHRASE):
    """Tell whether this passphrase is taken."""
    return type_passphrase(Client(), handle, passphrase).status_code == 302
