"""It tries every door, a thousand times."""

import re

import pytest
from django.test import Client

from tests.network.cms_addresses import walk
from tests.people import make_account, sign_in

pytestmark = pytest.mark.django_db


def closed_addresses():
    found = {f"/{each}" for each in walk() if each.startswith(("network/", "account/"))}
    return sorted(each for each in found if "<" not in each)


@pytest.mark.asvs("14.2.5")
def test_t28_no_closed_page_is_listed_kept_or_found():
    visitor = Client()
    for address in closed_addresses():
        response = visitor.get(address)
        assert response["X-Robots-Tag"] == "noindex, noarchive, nosnippet", address
        assert response["Cache-Control"] == "no-store, private", address
    sitemap = visitor.get("/sitemap.xml").content.decode()
    assert not re.search(r"/(network|account|cms)/", sitemap)
    robots = visitor.get("/robots.txt").content.decode()
    for closed in ("/network/", "/account/", "/cms/"):
        assert f"Disallow: {closed}" in robots or "Disallow: /" in robots


def test_t32_a_hundred_wrong_tries_shut_out_nobody_elsewhere():
    make_account()
    wrong = {"login": "quiet-river", "password": "not this one at all"}
    answers = [
        Client().post("/account/login/", wrong, REMOTE_ADDR="198.51.100.7").status_code
        for _ in range(20)
    ]
    assert answers[-1] == 429
    right = wrong | {"password": "ochre kettle winter 77"}
    assert Client().post("/account/login/", right, REMOTE_ADDR="203.0.113.9").status_code == 302


@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize("address", ["/cms/login/", "/_util/login/", "/admin/login/", "/admin/"])
def test_t33_there_is_one_door(address):
    make_account(role="administrator")
    client = Client()
    client.post(
        address,
        {"username": "quiet-river", "login": "quiet-river", "password": "ochre kettle winter 77"},
    )
    assert client.get("/cms/").status_code == 302
    assert "s" not in client.cookies


def test_t34_what_is_too_long_is_refused_with_a_sentence():
    client = sign_in(make_account())
    response = client.post("/account/erase/", {"word": "erase" * 10_000})
    assert response.status_code == 400
    assert "at most" in response.content.decode()


@pytest.mark.asvs("16.5.1")
def test_t39_an_error_says_nothing_of_the_machine(monkeypatch):
    client = sign_in(make_account())
    client.raise_request_exception = False

    def fails(request, *args, **kwargs):
        raise RuntimeError("CANARY-of-an-error")

    monkeypatch.setattr("network.privacy.actions.close", lambda **kwargs: fails(None))
    response = client.post("/network/leaving/close/")
    assert response.status_code == 500
    for telling in (b"CANARY", b"Traceback", b"django", b"Django", b".py"):
        assert telling not in response.content
    assert "Server" not in response.headers
    assert "X-Powered-By" not in response.headers


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize(
    "address", ["/network/leaving/close/", "/network/export/", "/account/erase/"]
)
def test_t40_another_site_can_press_no_button(address):
    member = make_account()
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    response = client.post(address, {"word": "erase"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    member.refresh_from_db()
    assert member.may_enter


def test_t40_no_closed_page_can_be_framed_or_opened_by_another():
    response = Client().get("/account/closed/")
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_t34_nobody_keeps_the_machine_busy_with_kits():
    client = sign_in(make_account())
    answers = [client.post("/account/2fa/notes/new/") for _time in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1]["Retry-After"]
    assert "enough kits" in answers[-1].content.decode()
