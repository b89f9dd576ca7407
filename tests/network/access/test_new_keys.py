"""A key that somebody else added: seen by the owner for a month, and without the last doors for three days."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from network.access import trust
from network.access.models import RecoveryCode, SecurityEvent
from tests.people import (
    CODE,
    PASSPHRASE,
    SECRET,
    SET_UP,
    TOTP,
    code_for,
    make_account,
    sign_in,
    type_passphrase,
)

from .people import NEW, NEW_KIT, codes_on, kit_of, opens, recover

pytestmark = pytest.mark.django_db

AGAIN = "/account/2fa/reauthenticate/"
LAST_DOORS = [
    (NEW_KIT, {}),
    ("/account/email/new/", {"address": "heron@example.org"}),
    ("/account/email/remove/", {}),
    ("/account/email/recovery/", {"allowed": "yes"}),
]


@pytest.fixture
def owner():
    """A member of long standing with an old kit."""
    account = make_account(
        joined_on=timezone.now().date() - timedelta(days=400), sealed_email="heron@example.org"
    )
    account.codes = kit_of(account)
    age(account, days=100)
    return account


def age(account, **how_long):
    """Make all that an account has older."""
    earlier = timezone.now() - timedelta(**how_long)
    RecoveryCode.objects.filter(member=account).update(made_at=earlier, trusted_from=earlier)


def add_app(client):
    """Add an app through the pages and return its secret."""
    page = client.get(SET_UP)
    secret = page.context["form"].secret
    assert client.post(SET_UP, {"code": code_for(secret)}).status_code == 302
    # The same half minute's code is to be used again below.
    cache.clear()
    return secret


def sign_in_with(account, secret):
    client = Client()
    type_passphrase(client, account.handle)
    assert client.post(CODE, {"code": code_for(secret)}).status_code == 302
    cache.clear()
    return client


def is_refused(response):
    return response.status_code == 403 and "Not yet with this key" in response.content.decode()


def quarantined(client, account):
    request = RequestFactory().get("/")
    request.session, request.user = client.session, account
    return trust.is_quarantined(request)


@pytest.mark.parametrize(("path", "fields"), LAST_DOORS)
def test_who_comes_with_an_app_added_today_gets_no_further_than_the_pages(owner, path, fields):
    secret = add_app(sign_in(owner))
    intruder = sign_in_with(owner, secret)
    assert intruder.get("/network/").status_code == 200
    assert quarantined(intruder, owner)
    before = list(RecoveryCode.objects.values_list("hash", flat=True))
    assert is_refused(intruder.post(path, fields))
    owner.refresh_from_db()
    assert owner.sealed_email == "heron@example.org"
    assert not owner.email_recovers
    assert list(RecoveryCode.objects.values_list("hash", flat=True)) == before


def test_the_session_that_added_it_is_in_quarantine_too(owner):
    client = sign_in(owner)
    add_app(client)
    assert is_refused(client.post(NEW_KIT))


def test_an_older_code_opens_the_doors_at_once(owner):
    client = sign_in_with(owner, add_app(sign_in(owner)))
    assert client.post(AGAIN, {"code": owner.codes[0]}).status_code == 302
    assert not quarantined(client, owner)
    assert len(codes_on(client.post(NEW_KIT))) == 10


def test_after_72_hours_the_new_app_is_like_any_other(owner, calendar):
    secret = add_app(sign_in(owner))
    calendar.forward(hours=71, minutes=50)
    assert quarantined(sign_in_with(owner, secret), owner)
    calendar.forward(minutes=11)
    client = sign_in_with(owner, secret)
    assert not quarantined(client, owner)
    assert len(codes_on(client.post(NEW_KIT))) == 10


def test_the_owner_comes_back_with_the_old_kit_and_removes_what_was_added(owner):
    add_app(sign_in(owner))
    recover(owner.handle, owner.codes[0])
    client = Client()
    type_passphrase(client, owner.handle, NEW)
    client.post(CODE, {"code": owner.codes[1]})
    page = client.get("/network/").content.decode()
    assert "An app for codes was added." in page
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()


def test_a_new_app_does_not_remove_an_older_one(calendar):
    account = make_account(
        second_factor=True, joined_on=timezone.now().date() - timedelta(days=400)
    )
    Authenticator.objects.update(created_at=timezone.now() - timedelta(days=100))
    codes = kit_of(account)  # newer than the app
    intruder = Client()
    type_passphrase(intruder, account.handle)
    intruder.post(CODE, {"code": codes[0]})
    assert quarantined(intruder, account)
    assert is_refused(intruder.post("/account/2fa/totp/deactivate/"))
    assert Authenticator.objects.count() == 1


def test_a_new_app_may_be_removed_again_by_who_just_added_it(owner):
    client = sign_in(owner)
    add_app(client)
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("who", ["joined today", "has no kit and no second factor"])
def test_the_first_keys_of_an_account_are_trusted_at_once(who):
    account = make_account()
    if who == "joined today":
        kit_of(account)
    else:
        type(account).objects.update(joined_on=timezone.now().date() - timedelta(days=400))
    client = sign_in(account)
    add_app(client)
    assert len(codes_on(client.post(NEW_KIT))) == 10


def test_a_passphrase_from_a_mailbox_is_new_for_three_days(owner, calendar):
    SecurityEvent.objects.create(member=owner, kind="recovered", at=timezone.now())
    client = sign_in(owner)
    assert is_refused(client.post(NEW_KIT))
    client.post(AGAIN, {"code": owner.codes[0]})
    assert client.post(NEW_KIT).status_code == 200
    calendar.forward(hours=73)
    assert sign_in(owner).post(NEW_KIT).status_code == 200


def test_a_new_kit_sets_a_passphrase_but_a_new_one(owner):
    codes = kit_of(owner)
    recover(owner.handle, codes[0])
    assert opens(owner.handle, NEW)
    client = Client()
    type_passphrase(client, owner.handle, NEW)
    assert is_refused(client.post(NEW_KIT))


# The banner --------------------------------------------------------------------------------------


def banner(client):
    return "An app for codes was added." in client.get("/network/").content.decode()


def take_away(client):
    event = SecurityEvent.objects.get(kind="app_added")
    return client.post(f"/account/events/{event.public_id}/seen/").status_code


def test_the_banner_stands_on_the_pages_for_30_days(owner, calendar):
    secret = add_app(sign_in(owner))
    calendar.forward(days=29, hours=23)
    assert banner(sign_in_with(owner, secret))
    calendar.forward(hours=2)
    assert not banner(sign_in_with(owner, secret))
    call_command("run_scheduled", "--only", "clear_security_events")
    assert not SecurityEvent.objects.filter(kind="app_added").exists()


def test_whoever_added_a_key_cannot_hide_it_from_the_owner(owner, calendar):
    adding = sign_in(owner)
    secret = add_app(adding)
    assert take_away(adding) == 403
    intruder = sign_in_with(owner, secret)
    assert take_away(intruder) == 403
    assert banner(intruder)
    mine = Client()
    type_passphrase(mine, owner.handle)
    calendar.forward(seconds=2)
    mine.post(CODE, {"code": owner.codes[0]})
    assert banner(mine)


def test_the_owner_takes_it_away_with_an_older_key_or_after_three_days(owner, calendar):
    secret = add_app(sign_in(owner))
    calendar.forward(minutes=1)
    mine = Client()
    type_passphrase(mine, owner.handle)
    mine.post(CODE, {"code": owner.codes[0]})
    assert take_away(mine) == 302
    assert not banner(mine)
    SecurityEvent.objects.filter(kind="app_added").update(dismissed=False)
    calendar.forward(hours=72)
    late = sign_in_with(owner, secret)
    assert take_away(late) == 302


def test_nobody_takes_away_the_banner_of_somebody_else(owner):
    add_app(sign_in(owner))
    assert take_away(sign_in(make_account("loud-river"))) == 404


@pytest.mark.asvs("16.3.1")
def test_every_change_is_written_down_for_the_owner_and_in_the_audit_log():
    from home.audit.models import AuditEntry

    account = make_account()
    client = sign_in(account)
    client.post(NEW_KIT)
    add_app(client)
    client.post("/account/2fa/totp/deactivate/")
    client.post("/account/password/change/", {"passphrase": NEW, "again": NEW})
    kinds = list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["kit", "app_added", "app_removed", "passphrase"]
    entries = AuditEntry.objects.filter(deed="account.keys_changed")
    assert entries.count() == 4
    assert set(entries.values_list("actor", flat=True)) == {account.public_id}
    assert PASSPHRASE not in repr(list(entries.values()))


def test_a_session_that_never_showed_the_second_factor_changes_nothing():
    account = make_account()
    old = sign_in(account)
    TOTP.activate(account, SECRET)
    for path, fields in LAST_DOORS:
        assert old.post(path, fields)["Location"].startswith(AGAIN)
    assert not RecoveryCode.objects.exists()
