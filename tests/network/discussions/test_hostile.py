"""Hostile input: each answered as the contract says, and nobody else in the room notices."""

import json
import time
import uuid
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError

from home.sanitize import TAGS
from network.discussions import markup
from network.discussions.models import Message
from tests.home.test_sanitize import CORPUS
from tests.network.discussions.making import address, make_member, make_room, post
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return make_room()


@pytest.fixture
def ada():
    return make_member("ada")


@pytest.fixture
def client(ada):
    return sign_in(ada)


def send(client, room, raw=None, **fields):
    sent = {"client_id": str(uuid.uuid4()), "body": "Hello"} | fields
    raw = json.dumps(sent) if raw is None else raw
    return client.post(address(room, "messages/"), raw, content_type="application/json")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 422, "invalid"),
        ("   \n\t ", 422, "invalid"),
        ("\u200b\u202e\u2066", 422, "invalid"),
        ("a\0b", 422, "invalid"),
        ("\ud800", 422, "invalid"),
        ("x" * 4001, 413, "too_large"),
        (None, 422, "invalid"),
        (7, 422, "invalid"),
        (["a"], 422, "invalid"),
        ({"a": 1}, 422, "invalid"),
    ],
)
def test_what_is_no_message_is_refused_with_a_sentence(client, room, body, status, code):
    answer = send(client, room, body=body)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert answer.json()["detail"].endswith(".")
    assert "body" in answer.json()["fields"]
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    "raw", ["[]", "null", "{", '{"a":' * 5000, b"\xff\xfe", '{"client_id": 1e999}', "1" * 5000]
)
def test_what_is_no_json_object_is_refused(client, room, raw):
    answer = send(client, room, raw=raw)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid")


@pytest.mark.parametrize(
    "fields",
    [
        {"client_id": "no-uuid"},
        {"client_id": None},
        {"client_id": {"a": 1}},
        {"content_notes": ["no-such-note"]},
        {"content_notes": "violence"},
        {"content_notes": [1]},
        {"content_notes": ["violence"] * 500},
        {"reply_to": "no-such-message"},
        {"reply_to": ["a"]},
    ],
)
def test_wrong_parts_of_a_message_are_named(client, room, fields):
    answer = send(client, room, **fields)
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == set(fields)


def test_a_million_characters_are_refused_before_any_work(client, room):
    answer = send(client, room, body="x" * 1_000_000)
    assert answer.status_code == 413


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u2028"])
def test_signs_that_turn_or_hide_text_do_not_arrive(client, room, sign):
    answer = send(client, room, body=f"left{sign}right")
    assert answer.status_code == 201
    assert "leftright" in answer.json()["message"]["html"]


def test_the_joiners_that_languages_need_do(client, room):
    for word in ("می‌خواهم", "क्‍ष"):
        assert word in send(client, room, body=word).json()["message"]["html"]


def test_piled_up_marks_are_thinned_out(client, room):
    html = send(client, room, body="z" + "\u0335" * 300 + "o").json()["message"]["html"]
    assert html.count("\u0335") <= 4


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/p.png)",
    "[x](javascript:alert(1))",
    "<svg onload=alert(1)>",
    "<a href='https://evil.example' onclick=alert(1)>x</a>",
    "javascript:alert(1)",
    "//evil.example/x",
    "http://evil.example/plain",
    "https://user:secret@evil.example/",
    "<style>@import url(https://evil.example)</style>",
    "<link rel=dns-prefetch href=//evil.example>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "{{ 7|add:7 }} {% load x %} ${7*7} %s{0.__class__}",
    "```\n<script>\n```",
    "<a id=m1 name=body>clobber</a>",
    "> " * 400 + "deep",
    "- " * 400 + "deep",
    "*" * 2000,
    "[" * 1500 + "]" * 1500,
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_of_others_stays_text(client, room, payload):
    answer = send(client, room, body=payload)
    assert answer.status_code == 201
    body = answer.json()["message"]["html"].partition('class="message-body"')[2]
    for tag in ("<script", "<img", "<svg", "<style", "<link", "<iframe", "<math", "<h1", "<code"):
        assert tag not in body
    for link in body.split('href="')[1:]:
        assert link.startswith("/network/")


def test_a_link_leads_to_our_own_page_first(client, room):
    html = send(client, room, body="see https://example.org/help?x=1 now").json()["message"]["html"]
    assert 'href="/network/out/' in html
    assert "example.org/help" not in html.partition('href="/network/out/')[2].partition('"')[0]
    assert 'href="https://' not in html
    assert ">https://example.org/help?x=1</a>" in html


def test_a_foreign_message_cannot_be_changed_and_a_hidden_one_is_absent(ada, room):
    bea = make_member("bea")
    hers = post(ada, room, "mine")
    client = sign_in(bea)
    for act in ("edit", "delete"):
        answer = client.post(
            address(room, f"messages/{hers.public_id}/{act}/"),
            json.dumps({"rev": 1, "body": "yours"}),
            content_type="application/json",
        )
        assert (answer.status_code, answer.json()["error"]) == (403, "forbidden")
        absent = client.post(
            address(room, f"messages/{'A' * 22}/{act}/"), "{}", content_type="application/json"
        )
        assert (absent.status_code, absent.json()["error"]) == (404, "no_room")
    hers.refresh_from_db()
    assert (hers.sealed_body, hers.state) == ("mine", "shown")


def test_an_old_revision_and_an_old_message_are_not_changed(ada, client, room, monkeypatch):
    message = post(ada, room, "first")
    path = address(room, f"messages/{message.public_id}/edit/")
    send_edit = lambda rev: client.post(  # noqa: E731
        path, json.dumps({"rev": rev, "body": "next"}), content_type="application/json"
    )
    assert send_edit(1).json() == {"seq": 2, "rev": 2}
    assert send_edit(1).json()["error"] == "stale_revision"
    Message.objects.update(posted_at=message.posted_at - timedelta(hours=25))
    assert send_edit(2).json()["error"] == "edit_window"


def test_too_quick_is_429_with_the_seconds_to_wait_and_slow_mode_keeps_the_draft(client, room):
    for _ in range(5):
        assert send(client, room).status_code == 201
    answer = send(client, room)
    assert (answer.status_code, answer.json()["error"]) == (429, "rate_limited")
    assert int(answer["Retry-After"]) == answer.json()["retry_after"] >= 1
    other = make_room(name="Slow room", slow_seconds=60)
    assert send(client, other).status_code == 201
    form = {"client_id": str(uuid.uuid4()), "body": "my long letter"}
    answer = client.post(address(other, "messages/"), form)
    assert answer.status_code == 429
    assert 50 < int(answer["Retry-After"]) <= 60
    assert "my long letter" in answer.content.decode()


def test_a_locked_room_takes_nothing_and_keeps_the_draft(client, room):
    room.locked = True
    room.save()
    answer = client.post(
        address(room, "messages/"), {"client_id": str(uuid.uuid4()), "body": "my long letter"}
    )
    assert answer.status_code == 409
    assert "my long letter" in answer.content.decode()
    assert send(client, room).json()["error"] == "locked"


@pytest.mark.parametrize(
    "query", ["since=-1", "since=x", "since=1e3", "since=" + "9" * 30, "limit=x"]
)
def test_wrong_numbers_get_a_sentence(client, room, query):
    answer = client.get(address(room, f"events/?{query}"))
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid")


def test_a_text_of_addresses_alone_stays_words_and_costs_nobody_seconds():
    few = markup.render(" ".join(["https://a.example"] * markup.MOST_LINKS))
    assert few.count("<a ") == markup.MOST_LINKS
    many = markup.render("https://a.example " * (markup.MOST_LINKS + 1))
    assert "<a " not in many
    assert many.count("https://a.example") == markup.MOST_LINKS + 1
    begun = time.process_time()
    markup.render("http://" * 570)
    assert time.process_time() - begun < 0.2


def test_five_hundred_hostile_payloads_become_text_or_our_own_nine_tags():
    corpus = [*CORPUS, *PAYLOADS]
    corpus += [f"> {payload}\n- {payload}" for payload in CORPUS[:120]]
    assert len(set(corpus)) >= 500
    for payload in corpus:
        try:
            kept = markup.tidy(payload[: markup.MAX_LENGTH])
        except ValidationError:
            continue
        drawn = Drawn()
        drawn.feed(markup.render(kept))
        assert drawn.tags <= TAGS, payload
        assert all(link.startswith("/network/out/") for link in drawn.links), payload
        assert drawn.others == [], payload


class Drawn(HTMLParser):
    """What a browser would make of a message: its elements, where links lead, all other attributes."""

    def __init__(self):
        super().__init__()
        self.tags, self.links, self.others = set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name == "href"]
        self.others += [name for name, _value in attrs if name != "href"]
