"""A stranger's page waits for no second file, and its policy lets nothing else pass."""

import base64
import hashlib
import http.client
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from portal.headers import allowing, content_security_policy
from portal.transport import sheets
from portal.transport.whole import BAR, REST, whole

STATIC = Path(settings.BASE_DIR) / "static"
INLINE = re.compile(r"<(style|script)(?![^>]*\ssrc=)[^>]*>(.*?)</\1>", re.DOTALL)
PERSON = {"Cookie": f"{settings.SESSION_COOKIE_NAME}=nobody"}


def ask(server, path="/pieces/", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers={"Host": "localhost", **headers})
    response = connection.getresponse()
    return response.status, response.headers, response.read().decode()


def directives(headers):
    parts = headers["Content-Security-Policy"].split("; ")
    return {name: values for name, _, values in (part.partition(" ") for part in parts)}


def hash_source(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def inline(page, element):
    return [text for name, text in INLINE.findall(page) if name == element]


def test_a_strangers_page_carries_its_styles_and_the_exit(server):
    for _visit in ("made", "kept"):
        status, _headers, page = ask(server)
        assert status == 200
        assert 'rel="stylesheet"' not in page
        assert "exit.js" not in page
        assert inline(page, "script") == [(STATIC / "js" / "exit.js").read_text()]
        assert len(inline(page, "style")) == 2


def test_the_exit_comes_first_and_the_bar_before_the_styles_of_the_rest(server):
    page = ask(server)[2]
    order = ["<script data-leave=", "<style>", "</head>", '<nav class="bar"', "</nav><style>"]
    places = [page.index(part) for part in order]
    assert places == sorted(places)


@pytest.mark.asvs("3.4.3")
def test_the_policy_names_exactly_what_stands_in_the_page_and_nothing_looser(server):
    _status, headers, page = ask(server)
    kept = directives(headers)
    for element, directive in (("script", "script-src"), ("style", "style-src")):
        sources = [hash_source(text) for text in inline(page, element)]
        assert kept.pop(directive) == " ".join(["'self'", *sources])
    person = directives(ask(server, **PERSON)[1])
    assert person.pop("script-src") == person.pop("style-src") == "'self'"
    assert kept == person
    assert "unsafe" not in str(headers)
    assert "nonce" not in str(headers)
    assert kept["trusted-types"] == "'none'"


def test_a_page_for_one_person_is_as_django_made_it(server):
    _status, headers, page = ask(server, **PERSON)
    assert "no-store" in headers["Cache-Control"]
    assert page.count('rel="stylesheet"') == 4
    assert inline(page, "style") == inline(page, "script") == []


def test_who_has_the_page_already_is_told_the_same_policy(server):
    _status, headers, _page = ask(server)
    again, known, page = ask(server, **{"If-None-Match": headers["ETag"]})
    assert (again, page) == (304, "")
    assert known["Content-Security-Policy"] == headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_narrower_policy_and_a_foreign_page_stay_as_they_are():
    page = Client().get("/styleguide/").content
    narrow = [(b"content-security-policy", b"default-src 'none'; sandbox")]
    assert whole(narrow, page) == (narrow, page)
    wide = [(b"content-security-policy", policy().encode())]
    assert whole(wide, b"<p>calm water</p>") == (wide, b"<p>calm water</p>")
    assert whole(wide, page)[1] != page
    with override_settings(DEBUG=True):
        assert whole(wide, page) == (wide, page)


def policy():
    return content_security_policy("site", staff=False, secure=True)


def test_a_policy_without_self_is_not_widened():
    text = policy()
    assert "sha256" in allowing(text, scripts=[b"a"], styles=[b"b"])
    for directive in ("script-src", "style-src"):
        narrow = text.replace(f"{directive} 'self'", f"{directive} 'none'")
        assert allowing(narrow, scripts=[b"a"], styles=[b"b"]) is None


def bare(sheet):
    return re.sub(r"\s+|/\*.*?\*/", "", sheet, flags=re.DOTALL)


def test_no_rule_is_lost_in_a_page_that_uses_everything():
    for name in (*BAR, *REST):
        source = (STATIC / name).read_text()
        everything = sheets.words(source.encode())
        written = sheets.needed(sheets.read(source), everything).decode()
        assert bare(written) == bare(source)


@pytest.mark.parametrize(
    ("selector", "stays"),
    [
        (".card", True),
        (".door", False),
        (".card .door", False),
        (".card.door", False),
        (".door, .card", True),
        ("table", False),
        ("main > p:first-child", True),
        (":is(.door, p)", True),
        ("main:not(.door)", True),
        (":root:has(.door) p", True),
        (".door:not(.card)", False),
        ("p:not(:is(.door, :not(.door)))", True),
        ('a[href$=".door"]', True),
        ("[dir=rtl] p::before", True),
        (".inside p", True),
        ("tbody", True),
        ("*", True),
        ("p:lang(ar, fa)", True),
        (r".\64oor", True),
    ],
)
def test_a_rule_stays_unless_it_asks_for_what_the_page_does_not_have(selector, stays):
    used = sheets.words(b'<main class="card"><p>quiet <a href="/">river</a></main>')
    rules = sheets.read(f"@layer base {{ @media print {{ {selector} {{ color: red; }} }} }}")
    assert (b"color: red" in sheets.needed(rules, used)) is stays


def test_what_public_scripts_add_to_a_page_has_its_rules_there():
    # Rooms are never kept whole: their script may name what it likes.
    for path in set(STATIC.glob("js/*.js")) - {STATIC / "js" / "room.js"}:
        script = path.read_text()
        assert "className" not in script
        for name in re.findall(r'(?:classList\.\w+|createElement)\("([^"]+)"', script):
            assert name in sheets.ALWAYS | {"body"}, path


def test_nothing_in_the_files_ends_or_leaves_the_element_that_carries_it():
    for name in (*BAR, *REST, "js/exit.js"):
        text = (STATIC / name).read_bytes()
        # Addresses in a sheet would be read from the page's own address.
        for forbidden in (b"</", b"<!--", b"\r", b"\0", b"url("):
            assert forbidden not in text, name
