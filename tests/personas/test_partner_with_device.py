"""He has her unlocked telephone for some minutes. What can he see, take, break?"""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from network.members.models import User
from network.privacy.models import Export, ExportWait
from tests.network.cms_addresses import walk
from tests.people import PASSPHRASE, make_account, sign_in

pytestmark = pytest.mark.django_db

TITLES = {"My page", "Notes", "Sign in", "Sign out", "Is it you?", "Second step"}
FORGET = '"cache", "cookies", "storage"'


def plain_addresses():
    found = {f"/{address}" for address in walk() if address.startswith(("network/", "account/"))}
    return sorted(address for address in found if "<" not in address)


class Page(HTMLParser):
    """The title of a page, and its GET forms with something to type in."""

    def __init__(self, html):
        super().__init__()
        self.title, self.typed_in_get, self._in_title, self._form = "", [], False, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self._in_title = tag == "title"
        if tag == "form":
            self._form = (attrs.get("method") or "get").lower()
        is_text = tag == "textarea" or (
            tag == "input" and attrs.get("type", "text") in {"text", "search", "email", "tel"}
        )
        if is_text and self._form == "get":
            self.typed_in_get.append(attrs.get("name"))

    def handle_endtag(self, tag):
        self._in_title = False
        if tag == "form":
            self._form = None

    def handle_data(self, data):
        if self._in_title:
            self.title += data


@pytest.mark.asvs("14.2.1")
def test_t03_history_tabs_and_addresses_say_nothing():
    member = make_account()
    seen = 0
    for address in plain_addresses():
        assert re.fullmatch(r"/(network|account)/[A-Za-z0-9_/-]{0,40}", address), address
        response = sign_in_once(member).get(address)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        seen += 1
        page = Page(response.content.decode())
        assert page.title.strip() in TITLES, (address, page.title)
        assert page.typed_in_get == [], address
        assert "no-store" in response["Cache-Control"], address
    assert seen > 12


def sign_in_once(member):
    client = Client()
    client.force_login(member)
    return client


@pytest.mark.asvs("7.5.1")
@pytest.mark.parametrize(
    "address",
    [
        "/network/export/",
        "/network/export/wait/",
        "/network/export/stop/",
        "/network/leaving/close/",
        "/account/erase/",
    ],
)
def test_t07_what_takes_or_breaks_asks_for_the_passphrase(address, clock):
    member = make_account()
    client = sign_in(member)
    clock.forward(301)
    response = client.post(address, {"word": "erase", "waits": "on"})
    assert response.status_code == 302
    assert "reauthenticate" in response["Location"]
    member = User.objects.get(pk=member.pk)
    assert member.may_enter
    assert not Export.objects.exists()
    assert not ExportWait.objects.exists()


def test_t07_an_idle_session_shows_nothing_any_more(clock):
    client = sign_in(make_account())
    clock.forward(15 * 60 + 1)
    assert client.get("/network/").status_code == 302
    assert client.get("/network/data/").status_code == 302


def test_t09_a_coerced_closing_can_be_undone_by_her_alone_for_14_days():
    member = make_account()
    client = sign_in(member)
    assert client.post("/network/leaving/close/").status_code == 302
    assert client.get("/network/").status_code == 302  # he is out as well
    hers = sign_in(member)
    assert hers.post("/account/closing/")["Location"] == "/network/"
    assert hers.get("/network/").status_code == 200


def test_t09_a_glance_at_a_closed_account_neither_opens_it_nor_shows_it():
    member = make_account()
    sign_in(member).post("/network/leaving/close/")
    his = sign_in(member)  # he knows the passphrase
    his.get("/account/closing/")
    assert not User.objects.get(pk=member.pk).may_enter


@pytest.mark.asvs("14.3.1")
@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/account/logout/", {}),
        ("/leave/", {}),
        ("/network/leaving/close/", {}),
        ("/account/erase/", {"word": "erase"}),
    ],
)
def test_t36_every_way_out_asks_the_browser_to_forget(address, data):
    assert sign_in(make_account()).post(address, data)["Clear-Site-Data"] == FORGET


def test_t37_nothing_asks_to_notify_or_to_be_installed():
    page = sign_in(make_account()).get("/network/").content.decode()
    assert 'rel="manifest"' not in page
    assert "serviceWorker" not in page
    assert PASSPHRASE not in page
