"""Closing an account: gone for others at once, back with one word for fourteen days, then erased."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from home.audit.models import AuditEntry
from home.mail.models import Mail
from network import policy
from network.access.models import OpenSession
from network.contact.models import Notice
from network.members.models import Standing, User, today
from tests.network.privacy.members import mail_to, make_full_member
from tests.people import PASSPHRASE, make_account, sign_in

pytestmark = pytest.mark.django_db

LEAVING = "/network/leaving/"
CLOSE = "/network/leaving/close/"
CLOSING = "/account/closing/"
ERASE = "/account/erase/"


def close(member):
    response = sign_in(member).post(CLOSE)
    assert response.status_code == 302
    return response


def run_jobs_in(days):
    moment = timezone.now() + timedelta(days=days)
    call_command("run_scheduled", "--at", moment.isoformat(), "--only", "closed_accounts")


def is_shown(member):
    return User.objects.filter(policy.shown_members(), pk=member.pk).exists()


def test_both_ways_out_stand_side_by_side():
    page = sign_in(make_account()).get(LEAVING).content.decode()
    assert f'href="{CLOSE}"' in page
    assert f'href="{ERASE}"' in page


def test_t09_a_closed_account_is_invisible_at_once_and_nobody_is_in_it_any_more():
    member = make_full_member("quiet-river")
    mail_to(member)
    elsewhere = sign_in(member)
    response = close(member)
    assert response["Location"] == "/account/closed/"
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert elsewhere.get("/network/").status_code == 302
    assert not is_shown(member)
    assert not OpenSession.objects.filter(member=member).exists()
    assert not Mail.objects.exists()
    assert not Notice.objects.filter(member=member).exists()


def test_a_glance_at_the_button_closes_nothing():
    member = make_account()
    assert sign_in(member).get(CLOSE).status_code == 200
    assert is_shown(member)


@pytest.mark.asvs("7.5.1")
def test_t07_closing_and_erasing_ask_for_the_passphrase_again(clock):
    member = make_account()
    client = sign_in(member)
    clock.forward(301)
    for path, data in ((CLOSE, {}), (ERASE, {"word": "erase"})):
        for answer in (client.get(path), client.post(path, data)):
            assert answer.status_code == 302
            assert answer["Location"] == f"/account/reauthenticate/?next={path}"
    assert is_shown(member)


def test_t09_signing_in_leads_to_the_page_that_asks_and_changes_nothing_by_itself():
    member = make_account()
    close(member)
    client = sign_in(member)
    for address in ("/network/", "/network/leaving/", "/network/export/"):
        assert client.get(address)["Location"] == CLOSING
    page = client.get(CLOSING)
    assert page.status_code == 200
    assert "Keep my account" in page.content.decode()
    assert not is_shown(member)


def test_after_signing_in_the_way_leads_there():
    member = make_account()
    close(member)
    response = Client().post(
        "/account/login/", {"login": member.handle, "password": PASSPHRASE}, follow=True
    )
    assert response.redirect_chain[-1][0] == CLOSING


def test_t09_signing_in_and_one_button_bring_everything_back():
    member = make_full_member("quiet-river")
    close(member)
    client = sign_in(member)
    response = client.post(CLOSING)
    assert response["Location"] == "/network/"
    assert client.get("/network/").status_code == 200
    assert is_shown(member)
    run_jobs_in(15)
    member = User.objects.get(pk=member.pk)
    assert member.profile.sealed_bio.startswith("CANARY-quiet-river-bio")
    assert member.closing_on is None


def test_t07_coming_back_asks_for_the_passphrase_again_when_the_session_is_old(clock):
    member = make_account()
    close(member)
    client = sign_in(member)
    clock.forward(301)
    assert client.post(CLOSING)["Location"] == f"/account/reauthenticate/?next={CLOSING}"
    assert not is_shown(member)


def test_t09_the_account_is_erased_on_its_day_and_not_before():
    member = make_full_member("quiet-river")
    close(member)
    run_jobs_in(13)
    assert User.objects.filter(pk=member.pk).exists()
    run_jobs_in(14)
    assert not User.objects.filter(pk=member.pk).exists()


def test_who_comes_back_while_the_job_runs_is_not_erased(monkeypatch):
    first, second = make_account("first"), make_account("second")
    for member in (first, second):
        close(member)

    def comes_back_meanwhile(member):
        User.objects.filter(pk=second.pk).update(standing=Standing.MEMBER, closing_on=None)

    monkeypatch.setattr("network.members.erasure.WHEN_LEAVING", [comes_back_meanwhile])
    run_jobs_in(14)
    assert list(User.objects.values_list("handle", flat=True)) == ["second"]


def test_an_officer_who_leaves_leaves_the_office_for_good(clock):
    member = make_account("officer", role="safeguarding", second_factor=True)
    sign_in(member).post(CLOSE)
    clock.forward(31)  # a code works once
    member = User.objects.get(pk=member.pk)
    assert not member.offices
    sign_in(member).post(CLOSING)
    member = User.objects.get(pk=member.pk)
    assert member.may_enter
    assert not policy.is_officer(member)


def test_a_reviewer_who_leaves_does_not_stay_in_the_cms():
    member = make_account("reviewer", role="council-reviewer", standing="member")
    assert policy.may_enter_cms(member)
    from network.privacy import actions

    actions.close(by=member)
    assert not policy.may_enter_cms(User.objects.get(pk=member.pk))


def test_the_pages_of_people_on_the_way_out_are_absent_for_everybody_else():
    member = sign_in(make_account())
    assert member.get(CLOSING).status_code == member.post(CLOSING).status_code == 404
    assert Client().get(CLOSING)["Location"] == f"/account/login/?next={CLOSING}"
    staff = sign_in(make_account("editor", role="story-editor", second_factor=True))
    for address in (CLOSING, ERASE):
        assert staff.get(address).status_code == staff.post(address).status_code == 404
    assert staff.post(CLOSE).status_code == 403


def test_the_page_says_until_when():
    member = make_account()
    close(member)
    page = sign_in(member).get(CLOSING).content.decode()
    day = today() + timedelta(days=14)
    assert date_format(day) in page


def test_the_log_knows_that_it_happened_and_nothing_of_the_person():
    member = make_account()
    close(member)
    sign_in(member).post(CLOSING)
    deeds = list(AuditEntry.objects.order_by("number").values_list("deed", "actor"))
    assert deeds[-2:] == [
        ("account.closed", member.public_id),
        ("account.came_back", member.public_id),
    ]


def test_the_pages_afterwards_are_the_same_for_everybody():
    assert Client().get("/account/closed/").status_code == 200
    assert Client().get("/account/erased/").status_code == 200


def test_the_month_of_the_last_use_is_kept_and_no_day():
    member = make_account()
    sign_in(member).get("/network/")
    used = User.objects.get(pk=member.pk).active_in
    assert used == date(today().year, today().month, 1)
