"""Signing in: one way, the same answer for everyone, and no lock-out of others."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from home.safety.networks import network_token
from network.access.models import OpenSession
from network.access.sessions import row_of
from network.members.models import User
from tests.people import (
    CODE,
    PASSPHRASE,
    SET_UP,
    SIGN_IN,
    code_for,
    make_account,
    sign_in,
    type_passphrase,
)
from tests.quick import QuickArgon2

pytestmark = pytest.mark.django_db

HOME = "203.0.113.9"
ELSEWHERE = "198.51.100.7"


def is_signed_in(client):
    # The sign-in page sends on whoever has signed in.
    return client.get(SIGN_IN).status_code == 302


def test_a_person_signs_in_with_handle_and_passphrase_and_signs_out():
    account = make_account()
    client = sign_in(account)
    assert is_signed_in(client)
    assert client.get("/account/logout/").status_code == 200
    response = client.post("/account/logout/")
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.cookies["s"].value == ""
    assert not is_signed_in(client)


def test_a_handle_may_be_typed_in_capitals_and_with_spaces():
    make_account()
    client = Client()
    assert type_passphrase(client, "  Quiet-River ").status_code == 302


def test_signing_out_by_a_link_does_nothing():
    client = sign_in(make_account())
    client.get("/account/logout/")
    assert is_signed_in(client)


def test_the_second_factor_is_asked_before_anything_opens():
    account = make_account(role="story-editor", second_factor=True)
    client = Client()
    response = type_passphrase(client, account.handle)
    assert response["Location"] == CODE
    assert client.get("/cms/")["Location"].startswith(SIGN_IN)
    assert client.post(CODE, {"code": "000000"}).status_code == 400
    assert client.get("/cms/")["Location"].startswith(SIGN_IN)


def test_a_code_is_not_taken_twice():
    account = make_account(role="story-editor", second_factor=True)
    sign_in(account)
    client = Client()
    type_passphrase(client, account.handle)
    assert client.post(CODE, {"code": code_for()}).status_code == 400


def test_codes_are_not_guessed_by_trying_all():
    account = make_account(second_factor=True)
    client = Client()
    type_passphrase(client, account.handle)
    answers = [client.post(CODE, {"code": f"{n:06}"}) for n in range(12)]
    assert [a.status_code for a in answers[:5]] == [400] * 5
    assert {a.status_code for a in answers[5:]} == {429}


def test_no_cookie_before_the_sign_in_form_and_then_only_the_one_against_forgery():
    client = Client()
    client.get("/robots.txt")
    client.get("/account/")
    assert not client.cookies
    client.get(SIGN_IN)
    assert set(client.cookies) == {"c"}
    cookie = client.cookies["c"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["max-age"]


def test_the_session_cookie_ends_with_the_browser_and_is_out_of_reach_of_scripts():
    cookie = sign_in(make_account()).cookies["s"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    assert not cookie["expires"]


def test_signing_in_gives_the_session_a_new_key():
    account = make_account(second_factor=True)
    client = Client()
    type_passphrase(client, account.handle)
    before = client.cookies["s"].value
    client.post(CODE, {"code": code_for()})
    assert client.cookies["s"].value != before


def test_the_sign_in_page_does_not_name_the_cause():
    page = Client().get(SIGN_IN).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "<title>Sign in" in page
    for word in (
        "survivor",
        "trafficking",
        "abuse",
        "member",
        "placeholder",
        "Sign up",
        "webauthn",
    ):
        assert word not in main, word


def test_sign_in_without_token_is_refused():
    make_account()
    client = Client(enforce_csrf_checks=True)
    assert type_passphrase(client, "quiet-river").status_code == 403
    assert "s" not in client.cookies


# Known and unknown ------------------------------------------------------------------------------


class CountingHasher(QuickArgon2):
    """Argon2id, counting how often it works."""

    worked = 0

    def encode(self, *args):
        CountingHasher.worked += 1
        return super().encode(*args)

    def verify(self, *args):
        CountingHasher.worked += 1
        return super().verify(*args)


@pytest.fixture
def counting(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.worked = 0


def answer(handle, passphrase):
    response = type_passphrase(Client(), handle, passphrase)
    body = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]+', rb"\1", response.content)
    headers = {
        name: value for name, value in response.items() if name not in {"Set-Cookie", "Expires"}
    }
    return response.status_code, headers, body.replace(handle.encode(), b"HANDLE"), len(body)


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize("kind", ["wrong passphrase", "no passphrase set", "closed account"])
def test_known_and_unknown_handles_get_the_same_answer_and_the_same_work(kind):
    account = make_account("quiet-river")
    right = PASSPHRASE if kind == "closed account" else "something else 99"
    if kind == "no passphrase set":
        account.set_unusable_password()
    account.is_active = kind != "closed account"
    account.save()
    for _ in range(3):
        CountingHasher.worked = 0
        known = answer("quiet-river", right)
        worked_for_known, CountingHasher.worked = CountingHasher.worked, 0
        unknown = answer("quiet-rover", right)
        assert known == unknown
        assert known[0] == 400
        assert worked_for_known == CountingHasher.worked == 1


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize("passphrase", ["x" * 257, "x" * 10_000, "ü" * 10_000])
def test_an_endless_passphrase_is_refused_without_hashing(passphrase):
    make_account()
    CountingHasher.worked = 0
    response = type_passphrase(Client(), "quiet-river", passphrase)
    assert response.status_code == 400
    assert "at most 256 characters" in response.content.decode()
    assert passphrase not in response.content.decode()
    assert CountingHasher.worked == 0


@pytest.mark.parametrize(
    ("handle", "passphrase"),
    [("", ""), ("quiet-river", ""), ("", PASSPHRASE), ("x" * 5_000, "y"), ("a\x00b", "c\x00d")],
)
def test_odd_input_gets_a_sentence_and_400(handle, passphrase):
    response = type_passphrase(Client(), handle, passphrase)
    assert response.status_code == 400
    assert "errors-title" in response.content.decode()


def test_what_was_typed_is_kept_but_not_the_passphrase():
    page = type_passphrase(Client(), "quiet-rover", "ochre kettle 12345").content.decode()
    assert 'value="quiet-rover"' in page
    assert "ochre kettle" not in page


# Too often --------------------------------------------------------------------------------------


def test_100_wrong_tries_end_in_429_and_shut_out_nobody_elsewhere():
    make_account()
    guesser = Client(REMOTE_ADDR=HOME)
    answers = [type_passphrase(guesser, "quiet-river", f"wrong {n}") for n in range(100)]
    assert [a.status_code for a in answers[:5]] == [400] * 5
    assert {a.status_code for a in answers[5:]} == {429}
    assert answers[6]["Retry-After"] == "300"
    # Not even the right one from there, nor from the house next door.
    assert type_passphrase(guesser, "quiet-river").status_code == 429
    neighbour = Client(REMOTE_ADDR="203.0.113.77")
    assert type_passphrase(neighbour, "quiet-river").status_code == 429
    # The person herself, elsewhere, notices nothing.
    assert type_passphrase(Client(REMOTE_ADDR=ELSEWHERE), "quiet-river").status_code == 302


def test_many_handles_tried_from_one_network_end_in_429():
    guesser = Client(REMOTE_ADDR=HOME)
    answers = [type_passphrase(guesser, f"quiet-{n}", "wrong").status_code for n in range(40)]
    assert answers[-1] == 429
    assert answers.count(400) <= 10


def test_waiting_five_minutes_helps(clock):
    make_account()
    client = Client(REMOTE_ADDR=HOME)
    for n in range(6):
        response = type_passphrase(client, "quiet-river", f"wrong {n}")
    assert response.status_code == 429
    clock.forward(301)
    assert type_passphrase(client, "quiet-river").status_code == 302


def test_a_made_up_forwarding_header_changes_no_limit():
    for n in range(8):
        client = Client(REMOTE_ADDR=HOME, headers={"x-forwarded-for": f"198.51.{n}.1"})
        response = type_passphrase(client, "quiet-river", f"wrong {n}")
    assert response.status_code == 429


def test_behind_our_proxy_the_limit_counts_the_person_not_the_proxy(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(8):
        client = Client(REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": f"198.51.{n}.1"})
        response = type_passphrase(client, "quiet-river", f"wrong {n}")
    assert response.status_code == 400


# What is kept -----------------------------------------------------------------------------------


def test_no_address_and_no_handle_in_cache_keys_or_values_or_sessions():
    account = make_account(second_factor=True)
    for address in (HOME, "2001:db8:1:2::9", f"::ffff:{HOME}"):
        for n in range(7):
            client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT="Peculiar/7")
            type_passphrase(client, account.handle, f"wrong {n}")
    client = sign_in(account, Client(REMOTE_ADDR=ELSEWHERE, HTTP_USER_AGENT="Peculiar/7"))
    client.get(SIGN_IN)
    kept = repr(cache._cache) + repr(list(OpenSession.objects.values()))
    assert "rl:" in kept
    assert OpenSession.objects.exists()
    for trace in ("203.0.113", "198.51.100", "2001:db8", "Peculiar", account.handle):
        assert trace not in kept, trace


def test_network_names_change_each_day_and_span_the_neighbourhood(clock):
    today = network_token("203.0.113.9")
    assert today == network_token("203.0.113.200") == network_token("::ffff:203.0.113.1")
    assert today != network_token("203.0.114.9")
    assert network_token("2001:db8:1::1") == network_token("2001:db8:1:ffff::1")
    assert network_token("2001:db8:1::1") != network_token("2001:db8:2::1")
    clock.forward(24 * 60 * 60 + 1)
    assert network_token("203.0.113.9") != today


def test_asking_for_the_passphrase_again_writes_down_nothing_of_the_request(clock):
    account = make_account()
    client = sign_in(account, Client(REMOTE_ADDR=HOME, HTTP_USER_AGENT="Peculiar/7"))
    clock.forward(400)
    response = client.post(SET_UP, {"code": "111111"})
    assert response["Location"].startswith("/account/reauthenticate/")
    assert "Peculiar" not in repr(dict(client.session.items()))
    assert HOME not in repr(dict(client.session.items()))


def test_a_session_row_moved_to_another_session_opens_nothing():
    mine = sign_in(make_account("quiet-river"))
    other = sign_in(make_account("loud-river"))
    stolen = OpenSession.objects.get(pk=row_of(other.cookies["s"].value)).session_data
    assert OpenSession.objects.filter(pk=row_of(mine.cookies["s"].value)).update(
        session_data=stolen
    )
    assert not is_signed_in(mine)


# One way in -------------------------------------------------------------------------------------

LOGIN_LIKE = [
    "/cms/login/",
    "/cms/password_reset/",
    "/cms/password_reset/confirm/MQ/abc-def/",
    "/admin/",
    "/admin/login/",
    "/django-admin/login/",
    "/login/",
    "/accounts/login/",
    "/account/",
    "/account/signup/",
    "/account/email/",
    "/account/password/reset/",
    "/account/password/set/",
    "/account/password/change/",
    "/account/login/code/",
    "/account/login/code/confirm/",
    "/account/confirm-email/",
    "/account/inactive/",
    "/account/2fa/webauthn/login/",
    "/account/2fa/recovery-codes/download/",
    "/account/sessions/",
    "/_util/login/",
    "/es/_util/login/",
    "/es/account/signup/",
]


@pytest.mark.parametrize("path", LOGIN_LIKE)
def test_no_other_address_takes_credentials(path):
    account = make_account(is_superuser=True)
    fields = {
        "login": account.handle,
        "username": account.handle,
        "handle": account.handle,
        "password": PASSPHRASE,
    }
    client = Client()
    response = client.post(path, fields)
    # 400: the form of whoever joins, which asks for something else.
    assert response.status_code in {302, 400, 403, 404, 405}, response.status_code
    if response.status_code == 302:
        assert response["Location"].removeprefix("/es").startswith(SIGN_IN)
    assert "s" not in client.cookies


def test_the_spanish_sign_in_is_the_same_door():
    make_account(role="story-editor", second_factor=True)
    client = Client()
    response = type_passphrase(client, "quiet-river", path="/es/account/login/")
    assert response["Location"] == "/es/account/2fa/authenticate/"


def test_the_way_in_and_out_stays_spanish():
    stranger, member = Client(), sign_in(make_account())
    assert stranger.get("/es/network/")["Location"] == "/es/account/login/?next=/es/network/"
    assert member.post("/es/account/logout/")["Location"] == "/es/"


def test_side_doors_of_wagtail_lead_to_ours():
    client = Client()
    assert client.get("/cms/login/?next=/cms/pages/")["Location"] == f"{SIGN_IN}?next=/cms/pages/"
    assert client.get("/cms/password_reset/")["Location"] == f"{SIGN_IN}?next=/cms/"
    assert client.get("/cms/login/?next=https://evil.example/")["Location"].endswith("next=/cms/")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " //evil.example",
        "/%09/evil.example",
        "\t//evil.example",
        "https://testserver@evil.example/",
        "https://testserver.evil.example/",
    ],
)
@pytest.mark.parametrize("way", ["query", "field"])
def test_signing_in_leads_to_no_other_site(target, way):
    make_account()
    client = Client()
    fields = {"login": "quiet-river", "password": PASSPHRASE}
    query = {"next": target} if way == "query" else {}
    if way == "field":
        fields["next"] = target
    response = client.post(SIGN_IN, fields, query_params=query)
    assert response.status_code == 302
    place = response["Location"]
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))


def test_an_account_is_closed_at_once():
    account = make_account()
    client = sign_in(account)
    User.objects.filter(pk=account.pk).update(is_active=False)
    assert not is_signed_in(client)
