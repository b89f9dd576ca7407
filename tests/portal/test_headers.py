"""Every answer of every status carries its security headers."""

import pytest
from django.test import Client, override_settings

from network.members.models import User

EVERYWHERE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
PRIVATE = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, noarchive, nosnippet",
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.portal.site.urls"),
    pytest.mark.asvs("3.4.1", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "14.3.2"),
]


def policy(response):
    parts = response["Content-Security-Policy"].split("; ")
    return {name: values for name, _, values in (part.partition(" ") for part in parts)}


def assert_safe(response):
    for name, value in EVERYWHERE.items():
        assert response[name] == value, name
    directives = policy(response)
    assert directives["default-src"] == "'none'"
    assert directives["object-src"] == "'none'"
    assert directives["base-uri"] == "'none'"
    for values in directives.values():
        assert "*" not in values
        assert "unsafe-eval" not in values
        assert "http:" not in values
    assert "unsafe-inline" not in directives.get("script-src", "")
    assert "camera=()" in response["Permissions-Policy"]
    assert "browsing-topics=()" in response["Permissions-Policy"]
    assert "Server" not in response
    assert "X-Powered-By" not in response


ANSWERS = [
    ("/page/", 200),
    ("/account/login/", 200),
    ("/healthz", 200),
    ("/page", 301),
    ("/moved/", 302),
    ("/cms/", 302),
    ("/forbidden/", 403),
    ("/nowhere/", 404),
    ("/gone/", 410),
    ("/boom/", 500),
    ("/media/secret.png", 404),
    ("/documents/1/x.pdf", 404),
]


@pytest.mark.parametrize("debug", [False, True], ids=["normal", "debug"])
@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_every_status_carries_every_header(path, status, debug):
    with override_settings(DEBUG=debug):
        response = Client(raise_request_exception=False).get(path)
    assert response.status_code == status
    assert_safe(response)
    if path != "/page/":
        for name, value in PRIVATE.items():
            assert response[name] == value


def test_a_wrong_host_and_a_forged_form_get_the_headers_too():
    wrong_host = Client(headers={"host": "evil.example.org"}).get("/page/")
    forged = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"})
    assert (wrong_host.status_code, forged.status_code) == (400, 403)
    for response in (wrong_host, forged):
        assert_safe(response)
        assert response["Cache-Control"] == PRIVATE["Cache-Control"]


@pytest.mark.parametrize("path", ["/page/", "/account/login/", "/nowhere/", "/es/account/login/"])
def test_the_public_site_and_accounts_are_strict(path):
    directives = policy(Client().get(path))
    assert directives["script-src"] == directives["style-src"] == directives["img-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["require-trusted-types-for"] == "'script'"
    assert directives["trusted-types"] == "'none'"
    assert directives["form-action"] == "'self'"


def test_a_public_page_may_be_kept_but_must_be_checked_and_sets_no_cookie():
    response = Client().get("/page/")
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=0, must-revalidate"
    assert "X-Robots-Tag" not in response
    assert "Set-Cookie" not in response
    assert not response.cookies


@pytest.mark.parametrize(
    ("path", "directive", "value"),
    [
        ("/cms/pages/3/edit/", "style-src-elem", "'self' 'unsafe-inline'"),
        ("/cms/pages/add/home/homepage/2/", "style-src-elem", "'self' 'unsafe-inline'"),
        ("/cms/snippets/home/issue/edit/1/", "style-src-elem", "'self' 'unsafe-inline'"),
        ("/cms/pages/3/history/", "style-src-elem", None),
        ("/cms/account/", "style-src-elem", None),
        ("/cms/account/", "require-trusted-types-for", None),
        ("/cms/account/", "script-src", "'self'"),
        ("/cms/", "frame-ancestors", "'self'"),
        ("/cms/images/4/", "script-src", "'self'"),
    ],
)
def test_the_cms_is_wider_only_where_it_was_measured_to_need_it(path, directive, value):
    assert policy(Client().get(path)).get(directive) == value


def test_only_the_second_factor_may_ask_for_a_security_key():
    assert (
        "publickey-credentials-get=(self)"
        in (Client().get("/account/2fa/authenticate/")["Permissions-Policy"])
    )
    assert "publickey-credentials-get=()" in Client().get("/page/")["Permissions-Policy"]


def test_production_promises_encryption_for_years():
    with override_settings(SECURE_HSTS_SECONDS=63_072_000):
        from portal import headers

        headers._for_kind.cache_clear()
        secure = Client().get("/page/", secure=True)
        plain = Client().get("/page/")
        headers._for_kind.cache_clear()
    assert secure["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert "upgrade-insecure-requests" in secure["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in plain


def test_staff_see_a_wider_page_and_strangers_and_members_do_not():
    member = User.objects.create_user("quiet-river")
    staff = User.objects.create_superuser("admin")
    for person, wide in ((member, False), (staff, True)):
        client = Client()
        client.force_login(person)
        response = client.get("/page/")
        assert ("require-trusted-types-for" not in policy(response)) is wide
        assert response["Cache-Control"] == PRIVATE["Cache-Control"]
        assert policy(response)["frame-ancestors"] == "'none'"
        assert policy(response)["script-src"] == "'self'"
