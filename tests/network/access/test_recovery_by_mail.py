"""Recovery by mail: only for who allowed it, a day later, and it tells nobody who has an account."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from home.mail.checks import WORDS_OF_THE_CAUSE
from network.access.models import MailRecovery, SecurityEvent
from tests.people import CODE, PASSPHRASE, SIGN_IN, make_account, sign_in, type_passphrase

from .people import BY_MAIL, BY_MAIL_CODE, NEW, code_in, opens, recover_by_mail

pytestmark = pytest.mark.django_db

ADDRESS = "heron@example.org"


@pytest.fixture
def member():
    return make_account(sealed_email=ADDRESS, email_recovers=True)


def a_day_passes(calendar):
    calendar.forward(hours=24, minutes=1)
    call_command("run_scheduled", "--only", "finish_mail_recoveries")


def test_after_a_day_the_new_passphrase_works_and_not_before(member, mailoutbox, calendar):
    there = sign_in(member)
    MailRecovery.objects.all().delete()
    assert recover_by_mail(ADDRESS, mailoutbox)["Location"] == "/account/recover/mail/wait/"
    calendar.forward(hours=23)
    call_command("run_scheduled", "--only", "finish_mail_recoveries")
    assert not opens(member.handle, NEW)
    calendar.forward(hours=1, minutes=1)
    call_command("run_scheduled", "--only", "finish_mail_recoveries")
    assert opens(member.handle, NEW)
    assert not opens(member.handle, PASSPHRASE)
    assert there.get("/account/")["Location"].startswith(SIGN_IN)


def test_any_sign_in_of_the_owner_stops_it(member, mailoutbox, calendar):
    recover_by_mail(ADDRESS, mailoutbox)
    sign_in(member)
    a_day_passes(calendar)
    assert not opens(member.handle, NEW)
    assert opens(member.handle)


def test_a_wrong_passphrase_does_not_stop_it(member, mailoutbox, calendar):
    recover_by_mail(ADDRESS, mailoutbox)
    type_passphrase(Client(), member.handle, "not the right one")
    a_day_passes(calendar)
    assert opens(member.handle, NEW)


def test_a_sign_in_without_the_second_step_does_not_stop_it(member, mailoutbox, calendar):
    from tests.people import SECRET, TOTP

    TOTP.activate(member, SECRET)
    recover_by_mail(ADDRESS, mailoutbox)
    type_passphrase(Client(), member.handle)
    assert MailRecovery.objects.exists()


def test_the_owner_sees_it_at_once_on_her_pages_and_stops_it_there(member, mailoutbox, calendar):
    client = sign_in(member)
    assert "asked by e-mail" not in client.get("/network/").content.decode()
    recover_by_mail(ADDRESS, mailoutbox)
    page = client.get("/network/").content.decode()
    assert "Someone asked by e-mail for a new passphrase." in page
    assert "stop it" in page
    client.post("/account/recover/mail/stop/")
    assert "stop it" not in client.get("/network/").content.decode()
    a_day_passes(calendar)
    assert not opens(member.handle, NEW)


@pytest.mark.asvs("6.4.3")
def test_the_second_factor_is_still_asked(member, mailoutbox, calendar):
    from tests.people import SECRET, TOTP

    TOTP.activate(member, SECRET)
    recover_by_mail(ADDRESS, mailoutbox)
    a_day_passes(calendar)
    client = Client()
    assert type_passphrase(client, member.handle, NEW)["Location"] == CODE
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        {"email_recovers": False},
        {"sealed_email": None},
        {"is_active": False},
        {"sealed_email": "other@example.org"},
    ],
    ids=["not allowed", "no address", "closed", "another address"],
)
def test_whoever_did_not_allow_it_gets_the_same_answers_and_nothing_happens(
    change, member, mailoutbox, calendar
):
    for name, value in change.items():
        setattr(member, name, value)
    member.save()
    response = recover_by_mail(ADDRESS, mailoutbox)
    assert response["Location"] == "/account/recover/mail/wait/"
    assert not MailRecovery.objects.exists()
    a_day_passes(calendar)
    assert not opens(member.handle, NEW)


def test_leave_that_is_withdrawn_in_between_counts(member, mailoutbox, calendar):
    recover_by_mail(ADDRESS, mailoutbox)
    type(member).objects.filter(pk=member.pk).update(email_recovers=False)
    a_day_passes(calendar)
    assert not opens(member.handle, NEW)


def test_an_address_younger_than_three_days_recovers_nothing(member, mailoutbox):
    SecurityEvent.objects.create(member=member, kind="email", at=timezone.now())
    recover_by_mail(ADDRESS, mailoutbox)
    assert not MailRecovery.objects.exists()


def test_known_and_unknown_mailboxes_get_the_same_mail(member, mailoutbox):
    for address in (ADDRESS, "crane@example.org"):
        Client().post(BY_MAIL, {"address": address})
    known, unknown = (letter.message().as_bytes() for letter in mailoutbox)

    def shape(raw):
        text = re.sub(rb"[0-9A-Z]{4}-[0-9A-Z]{4}", b"CODE", raw)
        text = re.sub(rb"Message-ID: <[0-9a-f-]{36}@", b"Message-ID: <@", text)
        return re.sub(rb"\nDate: .*", b"", text.replace(b"crane@", b"heron@"))

    assert len(known) == len(unknown)
    assert shape(known) == shape(unknown)
    assert mailoutbox[0].subject == "Your code"
    everything = known.decode().lower()
    for word in ("http", "<html", "handle", "quiet-river", "notes@", "account", "passphrase"):
        assert word not in everything
    assert not WORDS_OF_THE_CAUSE.search(everything)
    assert mailoutbox[0].message().get_content_type() == "text/plain"


@pytest.mark.asvs("6.3.8")
def test_whoever_reads_an_unknown_mailbox_learns_nothing_by_typing_the_code(member, mailoutbox):
    def told(response):
        page = re.sub(rb'csrfmiddlewaretoken" value="[^"]+', b"", response.content)
        return response.status_code, response.get("Location"), page

    answers = [recover_by_mail(address, mailoutbox) for address in (ADDRESS, "crane@example.org")]
    assert told(answers[0]) == told(answers[1])


@pytest.mark.asvs("6.5.5", "6.6.3")
def test_a_code_works_in_the_browser_that_asked_once_and_for_ten_minutes(
    member, mailoutbox, calendar
):
    asking = Client()
    asking.post(BY_MAIL, {"address": ADDRESS})
    fields = {"code": code_in(mailoutbox[0]), "passphrase": NEW, "again": NEW}
    assert Client().post(BY_MAIL_CODE, fields).status_code == 400
    calendar.forward(minutes=10)
    assert asking.post(BY_MAIL_CODE, fields).status_code == 400
    calendar.forward(minutes=-1)
    assert asking.post(BY_MAIL_CODE, fields).status_code == 302
    assert asking.post(BY_MAIL_CODE, fields).status_code == 400


def test_five_wrong_tries_end_a_code(member, mailoutbox, calendar):
    client = Client()
    client.post(BY_MAIL, {"address": ADDRESS})
    fields = {"passphrase": NEW, "again": NEW}
    for _ in range(5):
        assert client.post(BY_MAIL_CODE, fields | {"code": "0000-0000"}).status_code == 400
        calendar.forward(minutes=1)
    right = fields | {"code": code_in(mailoutbox[0])}
    assert client.post(BY_MAIL_CODE, right).status_code == 400
    assert not MailRecovery.objects.exists()


def test_a_mailbox_gets_one_mail_a_day_whoever_asks(mailoutbox, calendar):
    for n in range(4):
        client = Client(REMOTE_ADDR=f"198.51.{n}.7")
        answer = client.post(BY_MAIL, {"address": "Heron@Example.org "})
        assert answer["Location"] == BY_MAIL_CODE
    assert len(mailoutbox) == 1
    calendar.forward(hours=24)
    Client().post(BY_MAIL, {"address": ADDRESS})
    assert len(mailoutbox) == 2


def test_asking_again_in_the_same_browser_keeps_the_code_that_came(member, mailoutbox):
    client = Client()
    client.post(BY_MAIL, {"address": ADDRESS})
    client.post(BY_MAIL, {"address": ADDRESS})
    fields = {"code": code_in(mailoutbox[0]), "passphrase": NEW, "again": NEW}
    assert client.post(BY_MAIL_CODE, fields).status_code == 302


def test_one_network_asks_for_so_many_mails_a_day(mailoutbox):
    answers = [Client().post(BY_MAIL, {"address": f"h{n}@example.org"}) for n in range(31)]
    assert answers[29].status_code == 302
    assert answers[30].status_code == 429
    assert "tomorrow" in answers[30].content.decode()
    assert len(mailoutbox) == 30


def test_a_passphrase_that_is_refused_spends_no_code(member, mailoutbox):
    client = Client()
    client.post(BY_MAIL, {"address": ADDRESS})
    fields = {"code": code_in(mailoutbox[0]), "passphrase": "short", "again": "short"}
    assert client.post(BY_MAIL_CODE, fields).status_code == 400
    fields |= {"passphrase": NEW, "again": NEW}
    assert client.post(BY_MAIL_CODE, fields).status_code == 302


@pytest.mark.parametrize("address", ["", "no address", "a@b\ncc: x@example.org", "x" * 300])
def test_odd_input_gets_a_sentence(address, mailoutbox):
    response = Client().post(BY_MAIL, {"address": address})
    assert response.status_code == 400
    assert "errors-title" in response.content.decode()
    assert not mailoutbox
