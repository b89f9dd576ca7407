"""Answers strangers' page views from memory, in front of Django."""

import asyncio
import hashlib
import re
import time
from functools import partial
from urllib.parse import parse_qsl

from django.conf import settings

from home.pagecache.marks import PERSONAL_COOKIES
from home.pagecache.store import MAX_PAGE_BYTES
from portal.transport.encodings import BEST, QUICK, choose, encoded
from portal.transport.whole import whole

LONGEST_QUERY = 200
LONGEST_PATH = 500
_VALUE = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")
# A page that differs by anything else than these is not the same for all strangers.
_HARMLESS_VARY = {"accept-encoding", "cookie", "accept-language"}
_OWN_HEADERS = {b"content-length", b"vary", b"etag", b"content-encoding", b"date"}


class Page:
    """One kept answer: its messages for each encoding, made once."""

    def __init__(self, headers, variants):
        self.made_at = time.monotonic()
        self.size = sum(map(len, variants.values())) + 2048
        etag = hashlib.sha256(variants["identity"]).hexdigest()[:24]
        self.variants = {
            name: Variant(headers, name, body, f'"{etag}-{name}"'.encode())
            for name, body in variants.items()
        }

    def best(self, accept_encoding):
        for name in choose(accept_encoding):
            if variant := self.variants.get(name):
                return variant
        return self.variants["identity"]


class Variant:
    """The ready messages of one encoding, and of "you have it already"."""

    def __init__(self, headers, name, body, etag):
        self.etag = etag
        shared = [*headers, (b"etag", etag), (b"vary", b"Accept-Encoding")]
        own = [(b"content-length", b"%d" % len(body))]
        if name != "identity":
            own.append((b"content-encoding", name.encode()))
        self.start = {"type": "http.response.start", "status": 200, "headers": shared + own}
        self.body = {"type": "http.response.body", "body": body}
        self.not_modified = {
            "type": "http.response.start",
            "status": 304,
            "headers": [pair for pair in shared if pair[0] != b"content-type"],
        }

    def is_known(self, if_none_match):
        """Tell whether the client's list of tags (bytes) holds this one; weak ones compare equal."""
        if if_none_match == self.etag:
            return True
        if not if_none_match or len(if_none_match) > 2000:
            return False
        tags = [tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")]
        return self.etag in tags or tags == [b"*"]


EMPTY = {"type": "http.response.body", "body": b""}


class Question:
    """What of a request matters for the cache, read in one pass over its headers."""

    __slots__ = ("accept_encoding", "bare", "if_none_match", "key", "personal", "queried")

    def __init__(self, scope):
        host = self.accept_encoding = self.if_none_match = b""
        self.personal = False
        # Only a request without any cookie fills the cache: nothing of a person is in the page.
        self.bare = True
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
            elif name == b"accept-encoding":
                self.accept_encoding = value
            elif name == b"if-none-match":
                self.if_none_match = (
                    self.if_none_match + b"," + value if self.if_none_match else value
                )
            elif name == b"cookie":
                self.bare = False
                self.personal = self.personal or is_personal(value)
            elif name == b"authorization":
                self.personal = True
        query = scope["query_string"]
        self.queried = bool(query)
        query = normal_query(query) if query else ""
        if query is None or len(scope["path"]) > LONGEST_PATH:
            self.key = None
        else:
            self.key = (scope.get("scheme"), host.lower(), scope["path"], query)


def is_personal(cookies):
    """Tell whether a Cookie header (bytes) names a cookie that makes answers personal."""
    names = {part.partition("=")[0].strip() for part in cookies.decode("latin1").split(";")}
    return not PERSONAL_COOKIES.isdisjoint(names)


def normal_query(query):
    """Return the query in one spelling, or None when pages are not kept under it."""
    if len(query) > LONGEST_QUERY:
        return None
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, strict_parsing=True)
    except ValueError:
        return None
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names) or not settings.PAGE_CACHE_PARAMETERS.issuperset(names):
        return None
    if not all(_VALUE.match(value) for _, value in pairs):
        return None
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


class PageCache:
    """GET and HEAD of public pages from memory; everything else goes on to `app`."""

    def __init__(self, app, store, watcher):
        self.app = app
        self.store = store
        self.watcher = watcher

    async def __call__(self, scope, receive, send):
        if scope["method"] not in {"GET", "HEAD"}:
            return await self.app(scope, receive, send)
        self.watcher.ensure_started()
        question = Question(scope)
        if question.key is None or question.personal:
            return await self.app(scope, receive, send)
        page = self.store.get(question.key, queried=question.queried)
        if page is not None:
            return await answer(page, question, scope, send)
        if not question.bare:
            return await self.app(scope, receive, send)
        return await Filling(self, question, scope, send).run(receive)


async def answer(page, question, scope, send):
    variant = page.best(question.accept_encoding)
    if variant.is_known(question.if_none_match):
        await send(variant.not_modified)
        await send(EMPTY)
        return
    await send(variant.start)
    await send(variant.body if scope["method"] == "GET" else EMPTY)


class Filling:
    """One visit to Django whose answer is kept when Django marked it public."""

    def __init__(self, cache, question, scope, send):
        self.app = cache.app
        self.store = cache.store
        self.question = question
        self.scope = scope
        self.send = send
        # Before the first query: what changes from now on makes this answer old.
        self.generation = cache.store.generation
        self.start = None
        self.chunks = []
        self.length = 0

    async def run(self, receive):
        # A HEAD is rendered as GET, so that it fills the cache and names the same tag.
        await self.app({**self.scope, "method": "GET"}, receive, self.collect)

    async def collect(self, message):
        if message["type"] == "http.response.start":
            if is_keepable(message):
                self.start = message
                return
        elif self.start is not None:
            self.chunks.append(message.get("body", b""))
            self.length += len(self.chunks[-1])
            if self.length > MAX_PAGE_BYTES:
                await self.give_up()
            elif not message.get("more_body"):
                await self.keep_and_answer()
            return
        await self.pass_on(message)

    async def give_up(self):
        start, self.start = self.start, None
        await self.pass_on(start)
        body = b"".join(self.chunks)
        await self.pass_on({"type": "http.response.body", "body": body, "more_body": True})

    async def pass_on(self, message):
        if self.scope["method"] == "HEAD" and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self.send(message)

    async def keep_and_answer(self):
        headers = [
            (n.lower(), v) for n, v in self.start["headers"] if n.lower() not in _OWN_HEADERS
        ]
        headers, body = whole(headers, b"".join(self.chunks))
        content_type = dict(headers).get(b"content-type", b"").decode("latin1")
        loop = asyncio.get_running_loop()
        # Strangers choose how many addresses with a query there are.
        effort = QUICK if self.question.queried else BEST
        work = partial(encoded, body, content_type, effort=effort)
        variants = await loop.run_in_executor(None, work)
        page = Page(headers, variants)
        self.store.put(
            self.question.key, page, generation=self.generation, queried=self.question.queried
        )
        await answer(page, self.question, self.scope, self.send)


def is_keepable(start):
    """Tell whether an answer's head says that it is the same for every stranger."""
    if start["status"] != 200:
        return False
    headers = {name.lower(): value for name, value in start["headers"]}
    if b"set-cookie" in headers or b"content-encoding" in headers or b"content-range" in headers:
        return False
    directives = {part.strip() for part in headers.get(b"cache-control", b"").lower().split(b",")}
    # Pages ask to be checked each time; what says "immutable" (static files) has its own way.
    if not {b"public", b"must-revalidate"} <= directives:
        return False
    vary = {part.strip() for part in headers.get(b"vary", b"").decode("latin1").lower().split(",")}
    return vary - {""} <= _HARMLESS_VARY
