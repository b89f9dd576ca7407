"""What a glance, a history or another site can learn from the pages of members: nothing."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from network.demo import people as demo
from network.demo.load import load
from network.members.models import User
from tests.people import Client as SignedIn
from tests.people import make_account, sign_in

pytestmark = pytest.mark.django_db

TITLES = {"My page", "Notes", "Sign in"}
ADDRESS = re.compile(r"/(network|account)/[A-Za-z0-9_/-]*\Z")
OURS = re.compile(r"(/es)?/(network|account)/")
ENDS_THE_WALK = {"/account/logout/", "/account/lock/"}


class Page(HTMLParser):
    """The parts of a page that leave traces: title, addresses, forms that go by GET."""

    def __init__(self, text):
        super().__init__()
        self.title, self.links, self.searches = "", set(), []
        self._in_title = self._in_get = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "title":
            self._in_title = True
        if tag == "form":
            self._in_get = attrs.get("method", "get").lower() == "get"
        if tag == "textarea" or (tag == "input" and attrs.get("type", "text") in TEXTS):
            self.searches += [attrs.get("name")] if self._in_get else []
        for name in ("href", "action", "src"):
            if name in attrs:
                self.links.add(attrs[name])

    def handle_endtag(self, tag):
        self._in_title = self._in_title and tag != "title"
        self._in_get = self._in_get and tag != "form"

    def handle_data(self, data):
        self.title += data if self._in_title else ""


TEXTS = {"text", "search", "email", "tel", "url", "password"}


def addresses(patterns=None, prefix="/"):
    """Return every address without arguments below /network/ and /account/."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if not isinstance(pattern, URLPattern):
            yield from addresses(pattern.url_patterns, route)
        elif OURS.match(route) and "<" not in route and "(" not in route:
            yield route


def walk(client):
    """Yield each page that this person reaches from the addresses and by links, at most 150."""
    todo, seen = sorted(set(addresses())), set()
    while todo and len(seen) < 150:
        path = todo.pop()
        if path in seen or path in ENDS_THE_WALK:
            continue
        seen.add(path)
        response = client.get(path)
        is_page = response.get("Content-Type", "").startswith("text/html")
        page = Page(response.content.decode()) if is_page else None
        yield path, response, page
        if page and response.status_code == 200:
            links = {link.split("#")[0] for link in page.links}
            todo += sorted(link for link in links if OURS.match(link) and link not in seen)


def test_the_walk_finds_the_pages():
    found = set(addresses())
    assert {"/network/", "/network/safety/", "/account/login/", "/account/2fa/"} <= found


@pytest.mark.asvs("14.2.1", "14.3.2")
def test_no_page_tells_a_glance_a_history_or_a_cache_anything():
    load()
    assert_discreet("a stranger", Client())
    for handle in demo.PEOPLE:
        client = SignedIn()
        client.force_login(User.objects.get(handle=handle))
        assert_discreet(handle, client)


def assert_discreet(who, client):
    for path, response, page in walk(client):
        where = (who, path)
        assert response.status_code in {200, 302, 403, 404, 405, 409}, where
        assert response["Cache-Control"] == "no-store, private", where
        assert response["X-Robots-Tag"] == "noindex, noarchive, nosnippet", where
        assert ADDRESS.match(path.partition("?")[0]), where
        if response.status_code == 200 and page:
            assert page.title in TITLES, (where, page.title)
            assert page.searches == [], where
            assert_opaque(page.links, where)


def assert_opaque(links, where):
    for link in filter(OURS.match, links):
        # A number of a message or of a page of messages tells nothing.
        link, _, place = link.partition("#")
        assert re.fullmatch(r"|main|m[0-9]+|id_[a-z_0-9]+", place), (where, place)
        bare, _, query = link.partition("?")
        assert ADDRESS.match(bare.removeprefix("/es")), (where, link)
        assert not query or re.match(r"next=(/|%2F)|(before|after)=[0-9]+\Z", query), (where, link)


def test_the_address_of_another_site_is_sealed_and_opens_for_members_only():
    from network.templatetags.members_space import outbound

    target = "https://shelter.example.org/help?topic=trafficking"
    path = outbound(target)
    assert ADDRESS.match(path)
    assert "shelter" not in path
    assert outbound(target) != path
    member = sign_in(make_account())
    page = member.get(path)
    text = page.content.decode()
    assert page.status_code == 200
    assert 'href="https://shelter.example.org/help?topic=trafficking"' in text
    assert 'rel="noreferrer noopener nofollow"' in text
    assert "<title>My page</title>" in text
    assert Client().get(path)["Location"].startswith("/account/login/")


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//evil.example.org",
        "/network/",
        "",
        "https://u:p@x.org/",
        "data:text/html,x",
        "mailto:a@example.org",
    ],
)
def test_only_web_addresses_lead_out(address):
    from network.templatetags.members_space import outbound

    assert outbound(address) == ""


@pytest.mark.parametrize("token", ["x", "aHR0cHM6Ly9ldmlsLmV4YW1wbGUub3Jn", "djF8YXx8", "A" * 2000])
def test_nobody_makes_us_stand_before_another_site(token):
    assert sign_in(make_account()).get(f"/network/out/{token}/").status_code == 404


FOREIGN = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
STEP = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.asvs("3.5.8")
@pytest.mark.parametrize(
    "headers",
    [
        FOREIGN,
        FOREIGN | {"Sec-Fetch-Site": "same-site"},
        FOREIGN | {"Sec-Fetch-Dest": "script"},
        STEP | {"Sec-Fetch-Dest": "iframe"},
        STEP | {"Sec-Fetch-Dest": "embed"},
        STEP | {"Sec-Fetch-Mode": "cors"},
    ],
)
def test_another_site_gets_the_same_no_whoever_is_signed_in(headers):
    member, stranger = sign_in(make_account()), Client()
    locked = sign_in(make_account("calm-hill"))
    locked.post("/account/lock/")
    for path in ("/network/", "/es/network/", "/account/login/", "/network/none/", "/cms/"):
        answers = [client.get(path, headers=headers) for client in (member, stranger, locked)]
        assert {answer.status_code for answer in answers} == {403}, path
        assert len({answer.content for answer in answers}) == 1, path
        assert all(not answer.cookies for answer in answers), path


def test_a_link_on_another_site_still_leads_here_and_its_forms_do_not():
    member = sign_in(make_account())
    assert member.get("/network/", headers=STEP).status_code == 200
    assert member.post("/account/lock/", headers=STEP).status_code == 403
    own = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
    assert member.get("/network/", headers=own).status_code == 200
    assert member.get("/network/", headers={"Sec-Fetch-Site": "none"}).status_code == 200


def test_public_pages_stay_open_to_other_sites():
    assert Client().get("/search/", headers=FOREIGN).status_code == 200


def test_no_page_of_members_has_an_icon_or_a_manifest_that_tells_anything():
    text = sign_in(make_account()).get("/network/").content.decode()
    icons = re.findall(r'<link rel="(?:icon|manifest|apple-touch-icon)"[^>]*>', text)
    assert [re.search(r'href="([^"]+)"', icon)[1] for icon in icons] == ["/static/favicon.svg"]
    assert "og:" not in text
    assert "serviceWorker" not in text


def test_the_first_page_costs_the_same_whoever_is_there(django_assert_max_num_queries):
    client = sign_in(make_account())
    for number in range(5):
        make_account(f"calm-hill-{number}")
    with django_assert_max_num_queries(12):
        assert client.get("/network/").status_code == 200


def test_the_first_page_shows_what_the_slices_say(monkeypatch):
    from network.members import waiting

    monkeypatch.setattr(waiting, "_tellers", [])

    @waiting.waits
    def letters(account):
        yield waiting.Line("A letter waits for you.", "/network/safety/")

    text = sign_in(make_account()).get("/network/").content.decode()
    assert '<a href="/network/safety/">A letter waits for you.</a>' in text
    assert "quiet-river" not in text


def test_the_first_page_says_when_something_is_new():
    account = make_account()
    client = sign_in(account)
    assert "Something is new." not in client.get("/network/").content.decode()
    account.notices.create(kind="any")
    text = client.get("/network/").content.decode()
    assert '<a href="/network/notices/">Something is new.</a>' in text
    assert text.count("Something is new") == 1


def test_the_page_about_what_is_kept_has_words_for_everything():
    assert sign_in(make_account()).get("/network/matrix/").status_code == 200
