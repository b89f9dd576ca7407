"""Something is wrong: one press closes an account to everybody, and two keys together open it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from home.audit.models import AuditEntry
from home.mail import actions as mail
from home.mail.models import Mail
from network import policy
from network.access import kit, lockdown
from network.access.models import Lockdown, MailRecovery, OpenSession, SecurityEvent
from network.members.models import User
from tests.people import CODE, PASSPHRASE, SIGN_IN, code_for, make_account, sign_in

pytestmark = pytest.mark.django_db

PRESS, DONE = "/account/lockdown/", "/account/lockdown/done/"
WRONG = "The handle or the passphrase is not right. Check both and try again."


@pytest.fixture
def codes():
    return []


@pytest.fixture
def member(codes):
    return with_kit(make_account(), codes)


def with_kit(account, codes):
    codes[:] = kit.make_kit(account)
    return account


def come_back(code="", passphrase=PASSPHRASE, handle="quiet-river", client=None):
    client = client or Client()
    fields = {"login": handle, "password": passphrase, "kit_code": code}
    return client, client.post(SIGN_IN, fields)


def press(account, **fields):
    return sign_in(account).post(PRESS, fields)


def test_one_press_ends_every_session(member):
    phone, desk = sign_in(member), sign_in(member)
    response = desk.post(PRESS)
    assert response["Location"] == DONE
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "It is done" in desk.get(DONE).content.decode()
    for client in (phone, desk):
        assert client.get("/network/")["Location"].startswith(SIGN_IN)
    assert not OpenSession.objects.filter(member=member).exists()


def test_nobody_sees_the_profile_any_more(member):
    shown = User.objects.filter(policy.shown_members())
    assert member in shown
    press(member)
    assert member not in shown.all()


def test_mail_that_waits_is_thrown_away_and_code_that_asks_is_told(member):
    other = make_account("calm-hill")
    for account in (member, other):
        mail.send(
            to="canary@example.org",
            template="home/mail/newsletter_confirm",
            context={"url": "https://example.org/"},
            language="en",
            about=account.mail_about,
            send_after=timezone.now() + timedelta(days=1),
        )
    MailRecovery.objects.create(member=member, new_hash="x", proven_at=timezone.now())
    assert not lockdown.is_down(member)
    press(member)
    assert lockdown.is_down(member)
    assert Mail.objects.count() == 1
    assert not MailRecovery.objects.exists()
    assert not lockdown.is_down(other)


@pytest.mark.asvs("16.2.1")
def test_the_log_and_the_owner_learn_of_it(member):
    press(member, wait="on")
    assert SecurityEvent.objects.get(member=member).kind == SecurityEvent.Kind.LOCKDOWN
    entry = AuditEntry.objects.get(deed="account.locked_down")
    assert (entry.actor, entry.facts_json) == (member.public_id, '{"hours":24}')


def test_all_of_it_happens_or_nothing(member, monkeypatch):
    client = sign_in(member)

    def broken(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(lockdown, "record", broken)
    with pytest.raises(RuntimeError):
        client.post(PRESS)
    assert not Lockdown.objects.exists()
    assert not SecurityEvent.objects.exists()
    assert client.get("/network/").status_code == 200


@pytest.mark.asvs("6.3.8")
def test_the_passphrase_alone_gets_the_answer_of_a_wrong_one(member):
    _, before = come_back(passphrase="wrong in every way 11")
    press(member)
    for code in ("", "kit-code-0-wrong"):
        _, response = come_back(code)
        assert response.status_code == before.status_code == 400
        assert WRONG in response.content.decode()
        assert "lockdown" not in response.content.decode().replace(
            '<details class="after-lockdown"', ""
        ).replace("After a lockdown", "")
    assert not OpenSession.objects.filter(member=member).exists()


def test_the_sign_in_page_is_the_same_for_everybody(member):
    before = Client().get(SIGN_IN).content
    press(member)
    assert Client().get(SIGN_IN).content.split(b"csrf")[0] == before.split(b"csrf")[0]


def test_passphrase_and_code_together_end_it(member, codes):
    press(member)
    client, response = come_back(codes[3])
    assert response["Location"] == "/network/"
    assert client.get("/network/").status_code == 200
    assert not lockdown.is_down(member)
    assert User.objects.filter(policy.shown_members(), pk=member.pk).exists()
    assert AuditEntry.objects.filter(deed="account.lockdown_ended").count() == 1
    # The code is used up, and none is needed any more.
    assert member.recovery_codes.count() == 9
    assert come_back()[1].status_code == 302
    assert member.recovery_codes.count() == 9


@pytest.mark.asvs("6.5.1")
def test_a_code_does_not_work_twice(member, codes):
    press(member)
    client, _ = come_back(codes[0])
    client.post(PRESS)
    assert come_back(codes[0])[1].status_code == 400
    assert come_back(codes[1])[1].status_code == 302


def test_a_code_without_the_passphrase_opens_nothing_and_is_not_used_up(member, codes):
    press(member)
    assert come_back(codes[0], passphrase="wrong in every way 11")[1].status_code == 400
    assert member.recovery_codes.count() == 10


def test_nobody_comes_in_within_the_24_hours_she_chose(member, codes):
    press(member, wait="on")
    row = Lockdown.objects.get()
    assert row.until - row.since == timedelta(hours=24)
    assert come_back(codes[0])[1].status_code == 400
    assert member.recovery_codes.count() == 10
    Lockdown.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert come_back(codes[0])[1].status_code == 302


@pytest.mark.asvs("6.3.1")
def test_codes_are_not_found_by_trying(member, codes):
    press(member)
    for attempt in range(5):
        assert come_back(f"kit-code-{attempt}-0000")[1].status_code == 400
    _, response = come_back(codes[0])
    assert response.status_code == 429
    assert lockdown.is_down(member)
    cache.clear()
    assert come_back(codes[0])[1].status_code == 302


@pytest.mark.asvs("6.4.3")
def test_the_second_factor_is_still_asked_and_only_then_the_lockdown_ends(codes):
    account = with_kit(make_account(second_factor=True), codes)
    press(account)
    client, response = come_back(codes[0])
    assert response["Location"] == CODE
    assert lockdown.is_down(account)
    cache.clear()
    assert client.get("/network/").status_code == 302
    assert client.post(CODE, {"code": code_for()})["Location"] == "/network/"
    assert client.get("/network/").status_code == 200
    assert not lockdown.is_down(account)


def test_without_a_kit_nothing_is_closed_for_ever():
    account = make_account()
    client = sign_in(account)
    page = client.get(PRESS)
    assert "You need a kit first" in page.content.decode()
    response = client.post(PRESS)
    assert response.status_code == 409
    assert "Make a kit first" in response.content.decode()
    assert not lockdown.is_down(account)
    assert client.get("/network/").status_code == 200


@pytest.mark.parametrize("who", [{"role": "story-editor"}, {"role": "administrator"}])
def test_staff_who_are_no_members_have_no_lockdown(who):
    staff = sign_in(make_account(second_factor=True, **who))
    assert staff.get(PRESS).status_code == 403
    assert staff.post(PRESS).status_code == 403


def test_whoever_waits_for_approval_can_press_too(codes):
    account = with_kit(make_account(standing="waiting"), codes)
    assert press(account)["Location"] == DONE
    assert lockdown.is_down(account)


def test_a_stranger_finds_a_sign_in_page():
    assert Client().get(PRESS)["Location"] == f"{SIGN_IN}?next={PRESS}"
    assert not Lockdown.objects.exists()
