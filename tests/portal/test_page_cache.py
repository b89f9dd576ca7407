import asyncio
import gzip
import time

import brotli
import pytest
from django.conf import settings

from home.pagecache.marks import CACHE_CONTROL
from home.pagecache.store import Store
from portal.transport.pages import PageCache

BODY = b"<p>still water</p>" * 200


class Confirmed:
    """Stands where the watcher stands and has just read the counter."""

    def __init__(self, store):
        self.store = store

    def ensure_started(self):
        self.store.confirm(1, at=time.monotonic())


class Origin:
    """A tiny application behind the cache; counts its visits."""

    def __init__(self, headers=(), status=200, cache_control=CACHE_CONTROL, before=None):
        self.visits = []
        self.headers = [(b"content-type", b"text/html"), *headers]
        if cache_control:
            self.headers.append((b"cache-control", cache_control.encode()))
        self.status = status
        self.before = before
        self.body = BODY

    async def __call__(self, scope, receive, send):
        self.visits.append(scope)
        body = self.body
        if self.before:
            await self.before()
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": body[:100], "more_body": True})
        await send({"type": "http.response.body", "body": body[100:]})


class Visitor:
    def __init__(self, origin, max_bytes=1_000_000):
        self.origin = origin
        self.store = Store(max_bytes)
        self.cache = PageCache(origin, self.store, Confirmed(self.store))

    async def ask(self, path="/", method="GET", query=b"", host=b"localhost", **headers):
        messages = []

        async def send(message):
            messages.append(message)

        async def receive():
            return {"type": "http.request", "body": b""}

        pairs = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
        scope = {
            "type": "http",
            "method": method,
            "scheme": "http",
            "path": path,
            "query_string": query,
            "headers": [(b"host", host), *pairs],
        }
        await self.cache(scope, receive, send)
        body = b"".join(message.get("body", b"") for message in messages[1:])
        return messages[0]["status"], dict(messages[0]["headers"]), body

    def get(self, *args, **kwargs):
        return asyncio.run(self.ask(*args, **kwargs))


def test_second_stranger_is_answered_without_django():
    visitor = Visitor(Origin())
    first, second = visitor.get(), visitor.get()
    assert first == second == (200, first[1], BODY)
    assert len(visitor.origin.visits) == 1


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br, gzip", b"br"),
        ("gzip", b"gzip"),
        ("GZIP;q=1.0, br;q=0.5", b"gzip"),
        ("br;q=0, gzip;q=0.1", b"gzip"),
        ("br;q=0, *", b"gzip"),
        ("*;q=0", None),
        ("identity, br;q=0.5", None),
        ("br;q=banana", None),
        ("br;q=7", None),
        ("", None),
        (";;,,=;q", None),
        ("br," * 200, None),
    ],
)
def test_each_client_gets_the_encoding_that_it_can_read(accepted, encoding):
    visitor = Visitor(Origin())
    visitor.get()
    status, headers, body = visitor.get(accept_encoding=accepted)
    unpack = {b"br": brotli.decompress, b"gzip": gzip.decompress, None: bytes}[encoding]
    assert status == 200
    assert headers.get(b"content-encoding") == encoding
    assert headers[b"vary"] == b"Accept-Encoding"
    assert unpack(body) == BODY
    assert int(headers[b"content-length"]) == len(body)


@pytest.mark.parametrize("form", ["{}", 'W/{}, "x"', '"a", {}', '"a",W/{} ', "*"])
def test_who_has_the_page_already_gets_no_second_copy(form):
    visitor = Visitor(Origin())
    etag = visitor.get(accept_encoding="br")[1][b"etag"].decode()
    status, headers, body = visitor.get(accept_encoding="br", if_none_match=form.format(etag))
    assert (status, body) == (304, b"")
    assert headers[b"etag"].decode() == etag
    assert headers[b"cache-control"].decode() == CACHE_CONTROL


@pytest.mark.parametrize("tags", ['"other"', "garbage", '"*"', '"' + "x" * 5000 + '"'])
def test_an_unknown_tag_gets_the_page(tags):
    visitor = Visitor(Origin())
    visitor.get()
    assert visitor.get(if_none_match=tags)[0] == 200


def test_a_tag_of_another_encoding_does_not_count():
    visitor = Visitor(Origin())
    etag = visitor.get(accept_encoding="br")[1][b"etag"].decode()
    assert visitor.get(accept_encoding="gzip", if_none_match=etag)[0] == 200


def test_head_names_the_same_tag_and_length_without_a_body():
    visitor = Visitor(Origin())
    head = visitor.get(method="HEAD")
    get = visitor.get()
    assert head[:2] == get[:2]
    assert head[2] == b""
    assert len(visitor.origin.visits) == 1


def test_a_range_gets_the_whole_page():
    visitor = Visitor(Origin())
    visitor.get()
    status, headers, body = visitor.get(range="bytes=0-9")
    assert (status, body) == (200, BODY)
    assert b"content-range" not in headers


@pytest.mark.parametrize(
    "origin",
    [
        Origin(headers=[(b"Set-Cookie", b"a=b")]),
        Origin(cache_control=None),
        Origin(cache_control="no-store, private"),
        Origin(status=404),
        Origin(status=301),
        Origin(status=500),
        Origin(headers=[(b"vary", b"Accept, Accept-Encoding")]),
        Origin(headers=[(b"vary", b"*")]),
    ],
    ids=["cookie", "unmarked", "private", "404", "301", "500", "vary", "vary-all"],
)
def test_what_is_not_the_same_for_every_stranger_is_never_kept(origin):
    visitor = Visitor(origin)
    visitor.get()
    status, _, body = visitor.get()
    assert (status, body) == (origin.status, BODY)
    assert len(visitor.store) == 0


@pytest.mark.parametrize(
    "person",
    [
        {"cookie": f"{settings.SESSION_COOKIE_NAME}=x"},
        {"cookie": "a=b; messages=y"},
        {"authorization": "Basic eA=="},
    ],
)
def test_a_person_with_a_session_never_sees_a_kept_page_nor_fills_one(person):
    visitor = Visitor(Origin())
    visitor.get(**person)
    assert len(visitor.store) == 0
    visitor.get()
    visitor.get(**person)
    assert len(visitor.origin.visits) == 3


def test_a_stray_cookie_reads_kept_pages_but_never_fills_them():
    visitor = Visitor(Origin())
    visitor.get(cookie="tracker=1")
    assert len(visitor.store) == 0
    visitor.get()
    visitor.get(cookie="tracker=1")
    assert len(visitor.origin.visits) == 2


def test_hosts_and_schemes_do_not_share_pages():
    visitor = Visitor(Origin())
    visitor.get(host=b"a.example.org")
    visitor.get(host=b"b.example.org")
    assert len(visitor.origin.visits) == 2


def test_known_parameters_share_a_page_in_any_order():
    visitor = Visitor(Origin())
    visitor.get(query=b"country=KE&issue=labour")
    visitor.get(query=b"issue=labour&country=KE")
    assert len(visitor.origin.visits) == 1


@pytest.mark.parametrize(
    "query",
    [
        b"utm_source=x",
        b"country=" + b"x" * 300,
        b"country=KE&country=GH",
        b"country=%3Cscript%3E",
        b"q=private+words",
        b"country",
        b"&",
        b"%zz",
    ],
)
def test_unknown_questions_are_answered_but_never_kept(query):
    visitor = Visitor(Origin())
    assert visitor.get(query=query)[0] == 200
    assert len(visitor.store) == 0


def test_ten_thousand_hostile_addresses_neither_grow_memory_nor_push_out_plain_pages():
    visitor = Visitor(Origin(), max_bytes=200_000)

    async def attack():
        await visitor.ask("/")
        for number in range(10_000):
            await visitor.ask(query=b"country=x%d" % number)
        await visitor.ask("/")

    asyncio.run(attack())
    assert visitor.store.bytes <= 200_000
    assert len(visitor.store) < 200
    assert len(visitor.origin.visits) == 10_001


def test_oldest_pages_go_first_when_memory_is_full():
    visitor = Visitor(Origin(), max_bytes=40_000)
    for number in range(50):
        visitor.get(f"/{number}/")
        visitor.get("/0/")
    assert visitor.store.bytes <= 30_000
    assert len(visitor.origin.visits) == 50


def test_a_page_that_is_too_large_is_answered_whole_but_not_kept():
    origin = Origin()
    origin.body = b"x" * 3_000_000
    visitor = Visitor(origin)
    assert visitor.get()[2] == origin.body
    assert len(visitor.store) == 0


def test_a_page_begun_before_a_change_is_never_kept_after_it():
    origin = Origin()
    visitor = Visitor(origin)

    async def changed_meanwhile():
        visitor.store.drop()

    origin.before = changed_meanwhile
    assert visitor.get()[2] == BODY
    assert len(visitor.store) == 0


def test_nothing_is_answered_from_memory_while_the_counter_cannot_be_read():
    visitor = Visitor(Origin())
    visitor.get()
    visitor.cache.watcher = type("Blind", (), {"ensure_started": lambda self: None})()
    visitor.store.confirm(1, at=time.monotonic() - 1.1)
    visitor.get()
    assert len(visitor.origin.visits) == 2


def test_a_post_is_never_answered_from_memory():
    visitor = Visitor(Origin())
    visitor.get()
    visitor.get(method="POST")
    assert len(visitor.origin.visits) == 2
