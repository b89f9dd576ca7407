"""All pages of this slice: titles that say nothing, forms with a token, no marks of the library."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from network.access.models import MailRecovery, SecurityEvent
from tests.people import make_account, sign_in

from .people import kit_of

pytestmark = pytest.mark.django_db

OPEN = [
    "/account/recover/",
    "/account/recover/done/",
    "/account/recover/mail/",
    "/account/recover/mail/code/",
    "/account/recover/mail/wait/",
]
OWN = [
    "/account/",
    "/account/password/change/",
    "/account/email/",
    "/account/email/code/",
    "/account/email/shown/",
    "/account/sessions/",
    "/account/2fa/",
    "/account/2fa/notes/",
    "/account/2fa/totp/activate/",
    "/account/2fa/keys/add/",
    "/network/",
]
TITLES = {"My page", "Notes", "Sign in", "Is it you?", "Second step"}


@pytest.fixture
def member():
    account = make_account(sealed_email="heron@example.org", email_recovers=True)
    kit_of(account)
    return account


@pytest.mark.parametrize("path", [*OPEN, *OWN])
def test_a_page_says_nothing_in_its_title_and_each_form_can_be_sent(path, member):
    client = sign_in(member) if path in OWN else Client()
    now = timezone.now()
    SecurityEvent.objects.create(member=member, kind="mail_recovery", at=now)
    MailRecovery.objects.create(member=member, new_hash="x", proven_at=now)
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == 200
    assert re.search(r"<title>([^<]*)</title>", page)[1] in TITLES
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    # The exit, which needs none, is a link.
    assert page.count('method="post"') == page.count("csrfmiddlewaretoken")
    assert "quiet-river" not in page
    assert "webauthn" not in page.lower().replace("mfa_webauthn", "")


@pytest.mark.parametrize("path", OWN)
def test_a_stranger_is_led_to_the_sign_in(path):
    response = Client().get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=")


def test_keys_may_be_asked_for_only_where_they_are_added_and_shown():
    def allowed(path):
        return "publickey-credentials-get=(self)" in Client().get(path)["Permissions-Policy"]

    assert allowed("/account/2fa/keys/add/")
    assert allowed("/account/2fa/keys/reauthenticate/")
    assert allowed("/account/2fa/authenticate/")
    for path in ("/account/login/", "/account/2fa/notes/", "/account/2fa/", "/network/", "/"):
        assert not allowed(path)


def test_the_pages_ask_the_database_a_fixed_number_of_times(member, django_assert_max_num_queries):
    client = sign_in(member)
    for path in ("/account/", "/account/2fa/", "/network/"):
        with django_assert_max_num_queries(14):
            client.get(path)


def test_the_database_has_no_column_for_a_device_or_an_address():
    columns = {f.name for model in (SecurityEvent, MailRecovery) for f in model._meta.fields}
    assert columns == {
        "id",
        "public_id",
        "member",
        "kind",
        "at",
        "dismissed",
        "new_hash",
        "proven_at",
    }
