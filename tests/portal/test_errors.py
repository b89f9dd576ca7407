"""Whatever goes wrong, the page has a way out and a way to help."""

import pytest
from django.test import RequestFactory
from django.urls import path
from django.utils.translation import override

from portal import errors
from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as portal_patterns


def broken(request):
    raise RuntimeError


def too_fast(request):
    return errors.too_many_requests(request, retry_after=30)


urlpatterns = [
    path("broken/", broken),
    path("gone/", errors.gone),
    path("too-fast/", too_fast),
    *portal_patterns,
]
pytestmark = pytest.mark.urls(__name__)


def assert_way_out(html):
    assert "data-exit" in html
    assert 'href="/leave/"' in html or 'href="/es/leave/"' in html
    assert "/help/" in html
    assert "js/exit.js" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [("/no-such-page/", 404), ("/gone/", 410), ("/too-fast/", 429), ("/es/no-such-page/", 404)],
)
def test_an_error_page_offers_exit_and_help(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert_way_out(response.content.decode())
    assert not response.cookies


@pytest.mark.django_db
def test_a_spanish_reader_is_told_in_spanish_where_to_find_help(client):
    html = client.get("/es/no-such-page/").content.decode()
    assert '<html lang="es"' in html
    assert 'href="/es/help/"' in html


@pytest.mark.django_db
def test_a_form_from_nowhere_is_refused_with_a_sentence(client):
    client.handler.enforce_csrf_checks = True
    response = client.post("/account/login/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert "The form was not sent" in response.content.decode()
    assert_way_out(response.content.decode())


@pytest.mark.django_db
def test_a_page_that_is_not_open_says_so_with_help():
    response = errors.permission_denied(RequestFactory().get("/"))
    assert response.status_code == 403
    assert_way_out(response.content.decode())


# The following tests have no database at all: pytest refuses them any query.


def test_a_host_name_that_is_not_ours_gets_400_without_the_database(client):
    response = client.get("/styleguide/", headers={"host": "evil.example.org"})
    assert response.status_code == 400
    assert_way_out(response.content.decode())


def test_a_broken_page_helps_in_both_languages_without_the_database(client):
    client.raise_request_exception = False
    response = client.get("/broken/")
    html = response.content.decode()
    assert response.status_code == 500
    assert_way_out(html)
    assert "Something broke on our side" in html
    assert 'lang="es"' in html
    assert "/es/help/" in html
    assert "RuntimeError" not in html


def test_a_resting_site_says_when_to_come_back_without_the_database():
    response = errors.unavailable()
    assert response.status_code == 503
    assert response["Retry-After"] == "120"
    assert_way_out(response.content.decode())


def test_too_large_a_body_is_answered_with_ready_bytes_without_the_database():
    with override("es"):
        page = errors.too_large_page()
    assert isinstance(page, bytes)
    assert_way_out(page.decode())
    assert "demasiado grande" in page.decode()
    assert "too large" in page.decode()
