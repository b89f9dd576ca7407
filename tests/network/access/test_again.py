"""Who has the device with an open session still has to say who they are before anything changes."""

import pytest
from allauth.mfa.models import Authenticator

from network.access.models import MailRecovery, OpenSession, RecoveryCode, SecurityEvent
from network.access.sessions import row_of
from tests.people import PASSPHRASE, SET_UP, make_account, sign_in

from .people import NEW, NEW_KIT, codes_on, kit_of, opens

pytestmark = pytest.mark.django_db

SENSITIVE = {
    "/account/password/change/": {"passphrase": NEW, "again": NEW},
    NEW_KIT: {},
    "/account/email/new/": {"address": "heron@example.org", "recovers": "on"},
    "/account/email/code/": {"code": "0000-0000"},
    "/account/email/shown/": {},
    "/account/email/remove/": {},
    "/account/email/recovery/": {"allowed": "yes"},
    "/account/sessions/end/": {},
    SET_UP: {"code": "000000"},
    "/account/2fa/keys/add/": {"credential": "{}"},
    "/account/2fa/totp/deactivate/": {},
}


def state(account):
    account.refresh_from_db()
    return (
        account.password,
        account.sealed_email,
        account.email_recovers,
        list(RecoveryCode.objects.values_list("hash", flat=True)),
        list(Authenticator.objects.values_list("pk", flat=True)),
        OpenSession.objects.count(),
        SecurityEvent.objects.count(),
        MailRecovery.objects.count(),
    )


@pytest.mark.parametrize("path", SENSITIVE)
@pytest.mark.asvs("7.5.1", "6.4.4")
def test_five_minutes_after_the_passphrase_nothing_changes_without_it(path, clock, mailoutbox):
    account = make_account(
        sealed_email="crane@example.org", second_factor="totp/deactivate" in path
    )
    kit_of(account)
    client = sign_in(account)
    sign_in(make_account("loud-river"))
    clock.forward(301)
    before = state(account)
    response = client.post(path, SENSITIVE[path])
    assert response.status_code == 302
    assert response["Location"].startswith("/account/reauthenticate/?next=/account/")
    assert state(account) == before
    assert not mailoutbox


def test_the_address_to_go_on_to_always_answers(clock):
    account = make_account(sealed_email="crane@example.org")
    for path, fields in SENSITIVE.items():
        if "deactivate" in path:
            continue
        client = sign_in(account)
        clock.forward(301)
        asked = client.post(path, fields)["Location"]
        on = client.post(asked, {"password": PASSPHRASE})["Location"]
        assert client.get(on).status_code == 200, path


def test_a_code_of_the_kit_says_who_one_is_as_well(clock):
    account = make_account()
    codes = kit_of(account)
    client = sign_in(account)
    clock.forward(301)
    asked = client.post(NEW_KIT)["Location"]
    page = client.get(asked).content.decode()
    assert "Use a code instead" in page
    client.post("/account/2fa/reauthenticate/", {"code": codes[0]})
    assert len(codes_on(client.post(NEW_KIT))) == 10


def test_dismissing_and_naming_need_no_passphrase(clock):
    client = sign_in(make_account())
    clock.forward(301)
    row = OpenSession.objects.get(pk=row_of(client.cookies["s"].value))
    response = client.post(f"/account/sessions/{row.public_id}/name/", {"label": "home"})
    assert response["Location"] == "/account/sessions/"
    assert opens("quiet-river")
