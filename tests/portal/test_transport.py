import asyncio
import http.client
import json
import socket
import threading
import time

import pytest
import websockets

from portal.transport.limits import BodyLimit
from portal.transport.proxies import TrustedProxies
from tests.portal.serving import environment, serve

MIB = 1024 * 1024


def ask(server, method, path, body=None, headers=(), chunked=False):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request(method, path, body, dict(headers), encode_chunked=chunked)
    response = connection.getresponse()
    answer = response.status, response.headers, response.read()
    connection.close()
    return answer


def raw(server, head, seconds=5):
    """Send only the head of a request and return what comes back."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as sock:
        sock.sendall(head)
        received = b""
        while chunk := sock.recv(65536):
            received += chunk
            if b"</html>" in received:
                break
        return received


# Bodies ------------------------------------------------------------------------------------------


def test_the_empty_form_of_wagtails_editor_reaches_django(server):
    status, _, body = ask(
        server,
        "POST",
        "/form/",
        b"--B--\r\n",
        {"Content-Type": "multipart/form-data; boundary=B"},
    )
    assert (status, body) == (200, b"7 bytes")


def test_too_large_a_body_is_refused_before_it_is_sent(server):
    answer = raw(
        server, b"POST /form/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n"
    )
    head, _, page = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413 ")
    assert b"content-security-policy: default-src 'none'" in head
    assert b"cache-control: no-store, private" in head
    assert b'href="/leave/"' in page
    assert b"larger than this page can take" in page


def test_too_large_a_body_without_a_length_is_refused_while_it_comes(server):
    pieces = (b"x" * 65536 for _ in range(40))
    headers = {"Transfer-Encoding": "chunked", "Host": "localhost"}
    status, _, page = ask(server, "POST", "/form/", pieces, headers, chunked=True)
    assert status == 413
    assert b"larger than this page can take" in page


@pytest.mark.parametrize(
    ("headers", "read"),
    [([(b"content-length", b"5000000")], 0), ([], 17)],
    ids=["announced", "counted"],
)
def test_every_server_gets_the_same_limit(headers, read):
    """The layer below Daphne's own cure: what protects the site under any other server."""
    received, sent = [], []

    async def receive():
        received.append(1)
        return {"type": "http.request", "body": b"x" * 65536, "more_body": True}

    async def send(message):
        sent.append(message)

    async def app(scope, receive, send):
        while (await receive())["more_body"]:
            continue

    scope = {"type": "http", "path": "/form/", "headers": headers, "scheme": "https"}
    asyncio.run(BodyLimit(app)(scope, receive, send))
    assert sent[0]["status"] == 413
    assert b"larger than this page can take" in sent[1]["body"]
    assert len(received) == read


def test_each_address_has_its_own_limit(server):
    assert ask(server, "POST", "/form/", b"x" * (MIB - 1))[0] == 200
    assert ask(server, "POST", "/leave/", b"x" * 5000)[0] == 413
    assert ask(server, "POST", "/es/leave/", b"x" * 5000)[0] == 413
    assert ask(server, "POST", "/cms/images/add/", b"x" * 2 * MIB)[0] in {302, 403}
    assert ask(server, "POST", "/cms/images/add/", b"x" * 13 * MIB)[0] == 413


def test_a_hundred_megabytes_from_a_stranger_neither_fill_memory_nor_stop_the_others(server):
    before = server.memory()
    waits = []
    done = threading.Event()

    def somebody_else():
        while not done.is_set():
            began = time.monotonic()
            ask(server, "GET", "/healthz")
            waits.append(time.monotonic() - began)

    other = threading.Thread(target=somebody_else)
    other.start()
    multipart = {"Content-Type": "multipart/form-data; boundary=B"}
    try:
        for path in ("/form/", "/cms/images/add/"):
            try:
                ask(server, "POST", path, b"x" * 100 * MIB, multipart)
            except (BrokenPipeError, ConnectionResetError):
                # The server stopped listening, which is the point.
                continue
    finally:
        done.set()
        other.join()
    assert server.memory() - before < 20 * MIB
    assert max(waits) < 2


def test_daphnes_own_refusals_are_human_and_carry_the_headers(site_env):
    with serve(*site_env, application="tests.portal.site.broken:application") as broken:
        status, headers, body = ask(broken, "GET", "/")
    assert status == 500
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store, private"
    assert b'href="/leave/"' in body
    assert b"Daphne" not in body
    assert b"secret" not in body


# Who asks ----------------------------------------------------------------------------------------

SPOOF = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "evil.example.org",
    "X-Forwarded-Proto": "https",
    "Forwarded": "for=203.0.113.9;host=evil.example.org;proto=https",
    "X-Real-IP": "203.0.113.9",
}


def test_a_stranger_cannot_pretend_to_be_somebody_else(server):
    _, _, body = ask(server, "GET", "/whoami/", headers={"Host": "localhost", **SPOOF})
    assert json.loads(body) == {
        "scheme": "http",
        "host": "localhost",
        "address": "127.0.0.1",
        "forwarded": [],
    }


def test_a_stranger_cannot_lead_the_way_out_elsewhere_for_those_who_come_after(server):
    headers = {"Host": "localhost", "Daphne-Root-Path": "//evil.example.org"}
    for path in ("/robots.txt", "/search/?q=moved"):
        _, _, theirs = ask(server, "GET", path, headers=headers)
        _, _, next_visitors = ask(server, "GET", path, headers={"Host": "localhost"})
        assert b"evil" not in theirs + next_visitors
    assert b'href="/leave/"' in next_visitors


def test_an_unknown_host_is_refused_and_nothing_of_it_is_repeated(server):
    status, headers, body = ask(server, "GET", "/page/", headers={"Host": "evil.example.org"})
    assert status == 400
    assert b"evil" not in body
    assert headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("trusted", "peer", "address", "scheme", "host"),
    [
        (["127.0.0.0/8"], "127.0.0.1", "198.51.100.7", "https", b"portal.example.org"),
        (["10.0.0.1"], "127.0.0.1", "127.0.0.1", "http", b"localhost"),
        ([], "127.0.0.1", "127.0.0.1", "http", b"localhost"),
        (["unix"], None, "198.51.100.7", "https", b"portal.example.org"),
    ],
)
def test_only_the_last_hop_of_our_own_proxy_is_believed(trusted, peer, address, scheme, host):
    seen = {}

    async def app(scope, receive, send):
        seen.update(scope)

    scope = {
        "type": "http",
        "scheme": "http",
        "client": [peer, 1] if peer else None,
        "headers": [
            (b"host", b"localhost"),
            (b"x-forwarded-for", b"203.0.113.9, 198.51.100.7"),
            (b"x-forwarded-proto", b"http,https"),
            (b"x-forwarded-host", b"evil.example.org, portal.example.org"),
        ],
    }
    asyncio.run(TrustedProxies(app, trusted)(scope, None, None))
    assert seen["client"][0] == address
    assert seen["scheme"] == scheme
    assert seen["headers"] == [(b"host", host)]


def test_a_proxy_that_writes_nonsense_changes_nothing():
    seen = {}

    async def app(scope, receive, send):
        seen.update(scope)

    headers = [
        (b"host", b"localhost"),
        (b"x-forwarded-for", b"not an address"),
        (b"x-forwarded-proto", b"gopher"),
    ]
    scope = {"type": "http", "scheme": "http", "client": ["127.0.0.1", 1], "headers": headers}
    asyncio.run(TrustedProxies(app, ["127.0.0.1"])(scope, None, None))
    assert (seen["client"], seen["scheme"]) == (["127.0.0.1", 1], "http")


# Sockets -----------------------------------------------------------------------------------------


def knock(server, path, **options):
    """Return the status with which a handshake is answered."""

    async def connect():
        try:
            async with websockets.connect(f"ws://127.0.0.1:{server.port}{path}", **options):
                return 101
        except websockets.InvalidStatus as refusal:
            return refusal.response.status_code

    return asyncio.run(connect())


@pytest.mark.parametrize("path", ["/", "/ws/", "/ws/v9/", "/ws/v1/../../etc", "/network/"])
def test_an_unknown_socket_is_refused_without_a_traceback(server, path):
    before = len(server.log())
    assert knock(server, path, origin="http://localhost:8000") == 403
    assert server.log()[before:] == ""


@pytest.mark.parametrize(
    ("origin", "reached"),
    [
        (b"http://localhost:8000", True),
        (b"https://portal.example.org", True),
        (b"https://portal.example.org:443", True),
        (b"http://localhost", False),
        (b"http://localhost:8001", False),
        (b"https://localhost:8000", False),
        (b"http://portal.example.org", False),
        (b"https://portal.example.org.evil.example", False),
        (b"https://evil.example#https://portal.example.org", False),
        (b"null", False),
        (b"", False),
        (None, False),
    ],
)
def test_only_pages_of_exactly_our_origins_may_open_a_socket(origin, reached):
    from channels.testing import WebsocketCommunicator
    from django.urls import re_path

    from portal.transport.sockets import socket_application

    async def welcome(scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})

    async def connect():
        application = socket_application(
            [re_path(r"^ws/$", welcome)], ["http://localhost:8000", "https://portal.example.org"]
        )
        headers = [(b"host", b"localhost:8000")] + (
            [(b"origin", origin)] if origin is not None else []
        )
        visitor = WebsocketCommunicator(application, "/ws/", headers)
        connected, _ = await visitor.connect()
        return connected

    assert asyncio.run(connect()) is reached


# Django in one hop -------------------------------------------------------------------------------


def test_a_whole_request_takes_one_hop_between_threads(monkeypatch):
    from concurrent.futures import ThreadPoolExecutor

    from django.http import HttpResponse
    from django.urls import path as url

    from portal.transport.handler import OneHopHandler

    hops = []
    threads = set()
    submit = ThreadPoolExecutor.submit

    def counted(self, *args, **kwargs):
        hops.append(args)
        return submit(self, *args, **kwargs)

    def view(request):
        threads.add(threading.get_ident())
        return HttpResponse("ok")

    module = type("Urls", (), {"urlpatterns": [url("", view)]})
    monkeypatch.setattr(ThreadPoolExecutor, "submit", counted)
    messages = []

    async def send(message):
        messages.append(message)

    async def receive():
        return {"type": "http.request", "body": b""}

    async def run():
        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": "/",
            "query_string": b"",
            "headers": [(b"host", b"localhost")],
            "server": ("localhost", 80),
        }
        await OneHopHandler()(scope, receive, send)

    from django.test import override_settings

    with override_settings(ROOT_URLCONF=module):
        asyncio.run(run())
    assert messages[0]["status"] == 200
    assert len(hops) == 1
    assert threads.isdisjoint({threading.get_ident()})


def test_a_long_export_arrives_line_by_line_and_never_lies_in_memory(server):
    before = server.memory()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/stream/", headers={"Host": "localhost"})
    response = connection.getresponse()
    length = most = 0
    while piece := response.read(MIB):
        length += len(piece)
        most = max(most, server.memory())
    assert length == 300_000_000
    assert most - before < 100 * MIB


def test_who_leaves_during_an_export_leaves_nothing_running(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/stream/", headers={"Host": "localhost"})
    connection.getresponse().read(1000)
    connection.close()
    began = time.monotonic()
    assert ask(server, "GET", "/whoami/", headers={"Host": "localhost"})[0] == 200
    assert time.monotonic() - began < 5


def test_an_error_page_says_nothing_of_the_inside(server):
    status, _, body = ask(server, "GET", "/boom/", headers={"Host": "localhost"})
    assert status == 500
    assert b"secret" not in body


def test_many_slow_visitors_wait_in_line_without_an_error(server):
    statuses = []

    def visit():
        statuses.append(ask(server, "GET", "/whoami/", headers={"Host": "localhost"})[0])

    crowd = [threading.Thread(target=visit) for _ in range(60)]
    for visitor in crowd:
        visitor.start()
    for visitor in crowd:
        visitor.join()
    assert statuses == [200] * 60


def test_the_server_names_neither_itself_nor_its_visitors(server):
    _, headers, _ = ask(server, "GET", "/page/", headers={"User-Agent": "CANARY-agent", **SPOOF})
    assert "Server" not in headers
    assert "X-Powered-By" not in headers
    for trace in ("CANARY", "203.0.113.9", "127.0.0.1"):
        assert trace not in server.log()


def test_no_address_and_no_word_of_an_error_reaches_the_log(server):
    token = "CANARY-token"
    for path in (f"/newsletter/confirm/{token}/", f"/{token}/", f"/cms/{token}/", "/boom/"):
        ask(server, "GET", path, headers={"Host": "localhost"})
    ask(server, "POST", f"/account/login/?next=/{token}", headers={"Host": "localhost"})
    ask(server, "GET", "/page/", headers={"Host": f"{token}.example.org"})
    assert "CANARY" not in server.log()
    assert "secret detail" not in server.log()
    # Enough is left to find the fault: that there was one, of which class, and where.
    assert "500" in server.log()
    assert "RuntimeError" in server.log()
    assert "tests/portal/site/urls.py" in server.log()


# Garbage and health ------------------------------------------------------------------------------


def test_start_up_objects_are_never_searched_for_garbage():
    import gc

    import portal.asgi

    assert portal.asgi.application
    assert gc.get_freeze_count() > 100_000
    assert gc.get_threshold() == (50_000, 20, 100)


def test_health_needs_no_database_and_readiness_says_no_more_than_yes_or_no(tmp_path):
    env = environment(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with serve(env, tmp_path) as unready:
        assert ask(unready, "GET", "/healthz", headers={"Host": "localhost"})[2] == b"ok"
        status, headers, body = ask(unready, "GET", "/readyz", headers={"Host": "localhost"})
        assert (status, body) == (503, b"not ready")
        assert headers["Retry-After"]


def test_a_migrated_site_is_ready(server):
    status, headers, body = ask(server, "GET", "/readyz", headers={"Host": "localhost"})
    assert (status, body) == (200, b"ready")
    assert headers["Cache-Control"] == "no-store, private"
