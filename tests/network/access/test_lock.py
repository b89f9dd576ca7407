"""A session locks when nobody is there or at a press, and the passphrase alone opens it again."""

import re

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

import portal.urls
from network.access.models import OpenSession
from network.members.models import User
from tests.people import PASSPHRASE, SIGN_IN, make_account, sign_in

pytestmark = pytest.mark.django_db

MINUTE, HOUR = 60, 3600
LOCKED, LOCK, AWAKE = "/account/locked/", "/account/lock/", "/account/awake/"
HOME, SAFETY = "/network/", "/network/safety/"
OWN = "http://testserver"

# A page for those who wait, as their slice has it.
urlpatterns = [
    path("account/room/", lambda request: HttpResponse("inside"), name="account_room"),
    *portal.urls.urlpatterns,
]


def is_locked(client):
    return client.get(HOME).headers.get("Location") == LOCKED


def unlock(client, passphrase=PASSPHRASE, **extra):
    return client.post(LOCKED, {"password": passphrase}, **extra)


@pytest.fixture
def member(clock):
    return make_account()


@pytest.fixture
def client(member):
    return sign_in(member)


@pytest.mark.asvs("7.3.1")
@pytest.mark.parametrize(("minutes", "offices"), [(5, []), (15, []), (60, []), (60, ["council"])])
def test_the_session_locks_after_the_minutes_that_she_chose(clock, minutes, offices):
    role = offices[0] if offices else None
    account = make_account(idle_minutes=minutes, role=role, second_factor=bool(role))
    client = sign_in(account)
    # Whoever holds an office cannot leave a session open for longer than a quarter of an hour.
    idle = (15 if offices else minutes) * MINUTE
    clock.forward(idle - 31)
    assert not is_locked(client)
    clock.forward(idle - 31)
    assert not is_locked(client)
    clock.forward(idle)
    assert is_locked(client)
    # The clock of the computer may be set back: what is locked stays locked.
    clock.forward(-idle)
    assert is_locked(client)


@pytest.mark.parametrize("language", ["", "/es"])
@pytest.mark.parametrize(
    "address",
    [
        "/network/",
        "/network/safety/",
        "/network/no-such-page/",
        "/account/login/",
        "/account/reauthenticate/",
        "/account/2fa/",
        "/account/start/",
        "/account/lockdown/",
        "/account/awake/",
        "/account/no-such-page/",
    ],
)
def test_a_locked_session_leads_to_the_locked_page_from_everywhere(client, address, language):
    client.post(LOCK)
    for method in (client.get, client.post):
        response = method(language + address)
        assert response.status_code == 302
        assert response["Location"] == language + LOCKED
        assert b"Start" not in response.content


def test_the_cms_of_a_member_who_is_also_staff_locks_after_ten_minutes(clock):
    account = make_account(role="council-reviewer", second_factor=True, standing="member")
    client = sign_in(account)
    clock.forward(10 * MINUTE)
    assert client.get("/cms/")["Location"] == LOCKED
    assert unlock(client).status_code == 302
    assert client.get("/cms/").status_code == 200


def test_leaving_and_signing_out_work_while_locked(member):
    for way in ("/leave/", "/account/logout/"):
        client = sign_in(member)
        client.post(LOCK)
        response = client.post(way)
        assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        assert client.get(HOME)["Location"] == f"{SIGN_IN}?next=/network/"


def test_public_pages_know_nobody_while_locked(member):
    client = sign_in(member)
    client.post(LOCK)
    response = client.get("/search/")
    assert response.status_code == 200
    assert not response.wsgi_request.user.is_authenticated


def test_the_passphrase_leads_back_to_the_page_that_was_asked_for(client, clock):
    clock.forward(HOUR)
    client.get(SAFETY)
    assert client.get(LOCKED).status_code == 200
    assert unlock(client)["Location"] == SAFETY
    assert client.get(SAFETY).status_code == 200


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize(
    ("referrer", "leads_to"),
    [
        (f"{OWN}/network/safety/", SAFETY),
        ("https://evil.example.org/network/safety/", HOME),
        (f"{OWN}//evil.example.org/network/", HOME),
        (f"{OWN}/network/\\evil.example.org", HOME),
        (f"{OWN}/leave/", HOME),
        (f"{OWN}/account/logout/", HOME),
        (f"{OWN}{LOCKED}", HOME),
        ("javascript:alert(1)//network/", HOME),
        ("", HOME),
    ],
)
def test_unlocking_leads_only_to_pages_of_ours(client, referrer, leads_to):
    client.post(LOCK, headers={"Referer": referrer})
    response = unlock(client, query_params={"next": "https://evil.example.org/"})
    assert response["Location"] == leads_to


@pytest.mark.asvs("7.2.4")
def test_locking_and_unlocking_change_the_key_and_keep_what_the_session_is_called(client):
    row = OpenSession.objects.get()
    row.sealed_label = "CANARY phone"
    row.save()
    keys = [client.cookies["s"].value]
    client.post(LOCK)
    keys.append(client.cookies["s"].value)
    unlock(client)
    keys.append(client.cookies["s"].value)
    assert len(set(keys)) == 3
    same = OpenSession.objects.get()
    assert (same.public_id, same.sealed_label) == (row.public_id, "CANARY phone")
    thief = Client()
    thief.cookies["s"] = keys[0]
    assert thief.get(HOME)["Location"].startswith(SIGN_IN)


def test_an_answer_still_under_way_does_not_open_what_was_locked_meanwhile(member, client):
    slow = client.session
    slow["seen"] = 0  # loaded before the press
    client.post(LOCK)
    with pytest.raises(UpdateError):
        slow.save()
    assert is_locked(client)


@pytest.mark.asvs("6.3.1")
def test_a_wrong_passphrase_is_refused_and_counted_like_a_wrong_sign_in(client):
    client.post(LOCK)
    for _ in range(5):
        response = unlock(client, "not the passphrase")
        assert response.status_code == 400
        assert "The passphrase is not right. Try again." in response.content.decode()
        assert "not the passphrase" not in response.content.decode()
    response = unlock(client)
    assert response.status_code == 429
    assert response["Retry-After"] == "300"
    assert is_locked(client)
    # The same count as the sign-in page's.
    fresh = Client()
    answer = fresh.post(SIGN_IN, {"login": "quiet-river", "password": PASSPHRASE})
    assert answer.status_code == 429


def test_a_locked_session_ends_after_twelve_hours(client, clock):
    client.post(LOCK)
    clock.forward(12 * HOUR)
    assert client.get(LOCKED)["Location"] == SIGN_IN
    assert unlock(client)["Location"] == SIGN_IN
    assert not OpenSession.objects.exists()


def test_the_locked_page_says_nothing(client, member):
    client.post(LOCK)
    page = client.get(LOCKED).content.decode()
    assert "<title>My page</title>" in page
    text = re.sub(
        r"<[^>]+>", " ", page.partition('<main id="main" tabindex="-1">')[2].partition("</main>")[0]
    ).split()
    assert " ".join(text) == "My page Passphrase Go on Sign out"
    for word in ("Start", "Network", "network/", member.handle, "csrf-", "Lock<"):
        assert word not in page


def test_a_stranger_at_the_locked_page_is_led_to_the_sign_in_page(client):
    assert Client().get(LOCKED)["Location"] == SIGN_IN
    assert Client().post(LOCKED, {"password": PASSPHRASE})["Location"] == SIGN_IN
    # Nobody else's page to open, and nothing that a signed-in member has to do there.
    assert client.get(LOCKED)["Location"] == HOME


def test_whoever_is_no_member_is_signed_out_by_the_press():
    staff = sign_in(make_account(role="story-editor", second_factor=True))
    assert staff.post(LOCK)["Location"] == SIGN_IN
    assert staff.get("/cms/")["Location"].startswith(SIGN_IN)
    assert Client().post(LOCK)["Location"] == SIGN_IN
    assert Client().get(LOCK).status_code == 405


def test_the_press_asks_the_browser_to_forget_its_pages(client):
    assert client.post(LOCK)["Clear-Site-Data"] == '"cache"'


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize(
    "address", [LOCK, AWAKE, LOCKED, "/account/lockdown/", "/account/start/", SAFETY]
)
def test_another_site_cannot_press(member, address):
    strict = sign_in(member, Client())
    strict.handler.enforce_csrf_checks = True
    assert strict.post(address).status_code == 403


def test_writing_a_long_letter_is_a_sign_of_life(client, clock):
    for _ in range(10):
        clock.forward(5 * MINUTE)
        assert client.post(AWAKE).status_code == 204
    assert not is_locked(client)
    clock.forward(15 * MINUTE)
    assert client.post(AWAKE)["Location"] == LOCKED


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("who", "page"),
    [
        ({}, HOME),
        ({"standing": "waiting"}, "/account/room/"),
        ({"role": "moderator", "second_factor": True}, HOME),
    ],
)
def test_everybody_on_the_way_in_reads_first_what_is_protected_and_what_is_not(who, page):
    account = make_account(safety_read_on=None, **who)
    client = sign_in(account)
    response = client.get(page)
    assert response["Location"] == f"/account/start/?next={page}"
    text = client.get(response["Location"]).content.decode()
    for promise in (
        "history",
        "Spyware sees everything",
        "screenshot",
        "Shift three times",
        "Lock",
    ):
        assert promise in text
    assert client.post("/account/start/", {"next": page})["Location"] == page
    assert client.get(page).status_code == 200
    assert User.objects.get(pk=account.pk).safety_read_on is not None
    # And again whenever she wants.
    assert client.get("/account/start/").status_code == 200


def test_the_first_page_can_be_read_again_from_the_safety_page(client):
    assert 'href="/account/start/"' in client.get(SAFETY).content.decode()


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("wanted", ["https://evil.example.org/", "//evil.example.org", ""])
def test_the_first_page_leads_on_to_pages_of_ours_only(wanted):
    client = sign_in(make_account(safety_read_on=None))
    assert client.post("/account/start/", {"next": wanted})["Location"] == HOME


def test_staff_who_are_no_members_read_no_first_page():
    staff = sign_in(make_account(role="story-editor", second_factor=True, safety_read_on=None))
    assert staff.get("/cms/").status_code == 200


def test_she_chooses_when_her_pages_lock(client, member):
    assert client.post(SAFETY, {"minutes": "5"})["Location"] == SAFETY
    assert User.objects.get(pk=member.pk).idle_minutes == 5


@pytest.mark.parametrize("minutes", ["", "7", "10000000000000000000000", "x", "-5"])
def test_no_other_time_can_be_chosen(client, member, minutes):
    response = client.post(SAFETY, {"minutes": minutes})
    assert response.status_code == 400
    assert "Choose one of" in response.content.decode()
    assert User.objects.get(pk=member.pk).idle_minutes == 15


@pytest.mark.asvs("7.5.1")
def test_a_longer_time_needs_the_passphrase_again(client, member, clock):
    clock.forward(10 * MINUTE)
    response = client.post(SAFETY, {"minutes": "60"})
    assert response["Location"] == f"/account/reauthenticate/?next={SAFETY}"
    assert User.objects.get(pk=member.pk).idle_minutes == 15
    client.post("/account/reauthenticate/", {"password": PASSPHRASE, "next": SAFETY})
    assert client.post(SAFETY, {"minutes": "60"})["Location"] == SAFETY
    assert User.objects.get(pk=member.pk).idle_minutes == 60


def test_an_officer_is_not_offered_an_hour():
    officer = make_account(role="moderator", second_factor=True)
    client = sign_in(officer)
    assert "60 minutes" not in client.get(SAFETY).content.decode()
    assert client.post(SAFETY, {"minutes": "60"}).status_code == 400
