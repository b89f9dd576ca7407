"""The second factor: how staff get one, and that nothing of it stands in clear."""

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.core.cache import cache
from django.core.management import call_command

from network.access.models import OpenSession
from tests.network.access.people import NEW_KIT, codes_on
from tests.people import (
    PASSPHRASE,
    SECRET,
    SET_UP,
    code_for,
    make_account,
    sign_in,
)

pytestmark = pytest.mark.django_db

NOTES = "/account/2fa/notes/"


def shown_secret(page):
    return re.search(r"<code>([A-Z2-7]{32})</code>", page.content.decode())[1]


def dump():
    """Return everything that the database holds as text, sessions as Django would write them."""
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    sessions = OpenSession.objects.values_list("session_data", flat=True)
    return out.getvalue() + repr([DjangosStore().decode(data) for data in sessions])


def test_staff_set_it_up_at_the_first_sign_in_and_then_enter():
    account = make_account(role="story-editor")
    client = sign_in(account)
    assert client.get("/cms/")["Location"] == f"{SET_UP}?next=/cms/"
    page = client.get(SET_UP)
    secret = shown_secret(page)
    assert secret not in dump()
    before = client.cookies["s"].value
    assert client.post(SET_UP, {"code": code_for(secret)})["Location"] == NOTES
    assert client.cookies["s"].value != before
    codes = codes_on(client.post(NEW_KIT))
    assert len(codes) == 10
    assert client.get("/cms/").status_code == 200
    kept = dump()
    assert not any(trace in kept for trace in [secret, *codes])


def test_a_wrong_code_sets_nothing_up_and_keeps_the_secret():
    client = sign_in(make_account(role="story-editor"))
    secret = shown_secret(client.get(SET_UP))
    again = client.post(SET_UP, {"code": "000000"})
    assert again.status_code == 400
    assert shown_secret(again) == secret
    assert not Authenticator.objects.exists()
    assert client.get("/cms/")["Location"].startswith(SET_UP)


def test_the_secret_is_sealed():
    make_account(second_factor=True)
    assert SECRET not in dump()
    assert Authenticator.objects.get().data["secret"].startswith("v1|")


def test_the_picture_and_the_name_in_the_app_tell_nothing():
    client = sign_in(make_account())
    page = client.get(SET_UP)
    html = page.content.decode()
    assert "<svg" in html
    assert "<?xml" not in html
    assert "style=" not in html
    assert "<script" not in html[html.index("<main") :]
    assert page.context["totp_url"].startswith("otpauth://totp/Notes?")
    assert "issuer=Notes" in page.context["totp_url"]
    for trace in ("urvivor", "quiet-river"):
        assert trace not in page.context["totp_url"]


STAFF_WITHOUT = [
    "/cms/",
    "/cms/pages/",
    "/cms/account/",
    "/cms/images/",
    "/cms/reports/site-history/",
    "/cms/sprite/",
    "/cms/no/such/page/",
    "/account/2fa/",
    "/account/2fa/notes/",
    "/account/2fa/notes/new/",
    "/account/2fa/totp/deactivate/",
]


@pytest.mark.parametrize("role", ["story-editor", "council-reviewer", "administrator"])
@pytest.mark.parametrize("path", STAFF_WITHOUT)
def test_staff_without_second_factor_reach_only_its_set_up(role, path):
    client = sign_in(make_account(role=role))
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].partition("?")[0] == SET_UP
    assert client.post(path).status_code == 302
    assert client.get(SET_UP).status_code == 200
    assert client.post("/account/logout/").status_code == 302


def test_a_session_that_never_showed_the_second_factor_is_asked_for_it():
    # Signed in before the account got its second factor, on another device perhaps.
    account = make_account(role="story-editor")
    old = sign_in(account)
    new = sign_in(account)
    new.post(SET_UP, {"code": code_for(secret := shown_secret(new.get(SET_UP)))})
    assert new.get("/cms/").status_code == 200
    assert old.get("/cms/")["Location"] == "/account/2fa/reauthenticate/?next=/cms/"
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    cache.clear()
    response = old.post("/account/2fa/reauthenticate/?next=/cms/", {"code": code_for(secret)})
    assert response["Location"] == "/cms/"
    assert old.get("/cms/").status_code == 200


def test_removing_it_closes_the_cms_again(clock):
    account = make_account(role="story-editor", second_factor=True)
    client = sign_in(account)
    assert client.get("/cms/").status_code == 200
    client.post("/account/2fa/totp/deactivate/")
    assert client.get("/cms/")["Location"].startswith(SET_UP)


def test_changing_it_asks_for_the_passphrase_after_five_minutes(clock):
    client = sign_in(make_account())
    assert client.get(SET_UP).status_code == 200
    clock.forward(301)
    response = client.get(SET_UP)
    assert response["Location"] == f"/account/reauthenticate/?next={SET_UP}"
    wrong = client.post(response["Location"], {"password": "wrong"})
    assert wrong.status_code == 400
    assert client.get(SET_UP).status_code == 302
    right = client.post(response["Location"], {"password": PASSPHRASE})
    assert right["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_a_member_may_go_without_it():
    client = sign_in(make_account())
    page = client.get("/account/2fa/")
    assert page.status_code == 200
    assert "second step is off" in page.content.decode()


@pytest.mark.parametrize("address", ["/account/2fa/totp/deactivate/", "/account/2fa/notes/new/"])
def test_a_session_from_before_the_second_factor_neither_removes_nor_replaces_it(address):
    account = make_account(role="story-editor")
    with_the_passphrase_alone = sign_in(account)
    TOTP.activate(account, SECRET)
    response = with_the_passphrase_alone.post(address)
    assert response["Location"].startswith("/account/2fa/reauthenticate/")
    assert list(Authenticator.objects.values_list("type", flat=True)) == ["totp"]
    with_the_passphrase_alone.post("/account/2fa/reauthenticate/", {"code": code_for()})
    assert with_the_passphrase_alone.get("/cms/").status_code == 200
    assert with_the_passphrase_alone.post(address).status_code in {200, 302}
