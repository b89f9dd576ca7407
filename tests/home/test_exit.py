"""Leaving: at once, for good, and to the same dull page for everybody."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Site

from home.safety.models import SafetySettings
from network.access.models import OpenSession

pytestmark = pytest.mark.django_db

NEUTRAL = "https://weather.example.org/"
ANY_PAGE = ["/styleguide/", "/no-such-page/"]


@pytest.fixture
def site():
    return Site.objects.get(is_default_site=True)


def make_settings(site, *languages, **fields):
    found = SafetySettings.for_site(site)
    for name, value in fields.items():
        setattr(found, name, value)
    found.languages = [("language", {"exit_url": "", "crisis_text": ""} | one) for one in languages]
    found.full_clean()
    found.save()
    return found


@pytest.fixture
def signed_in(client):
    client.force_login(get_user_model().objects.create_user("quiet-heron"))
    assert OpenSession.objects.count() == 1
    return client


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}]
)
def test_the_link_without_script_ends_the_session_and_opens_the_neutral_page(
    signed_in, settings, headers
):
    response = signed_in.get("/leave/", headers=headers)
    assert response.status_code == 302
    assert response["Location"] == settings.EXIT_URL
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "no-store" in response["Cache-Control"]
    assert OpenSession.objects.count() == 0
    assert settings.SESSION_COOKIE_NAME not in {
        name for name, cookie in response.cookies.items() if cookie.value
    }


@pytest.mark.parametrize("where", ["cross-site", "same-site"])
def test_another_site_can_send_a_member_away_but_cannot_sign_her_out(signed_in, where):
    response = signed_in.get("/leave/", headers={"sec-fetch-site": where})
    assert response.status_code == 302
    assert "Clear-Site-Data" not in response
    assert OpenSession.objects.count() == 1


def test_the_beacon_ends_the_session_without_a_page(signed_in):
    response = signed_in.post(
        "/leave/", headers={"sec-fetch-site": "same-origin", "origin": "http://testserver"}
    )
    assert response.status_code == 204
    assert response.content == b""
    assert "no-store" in response["Cache-Control"]
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert OpenSession.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example.org"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver:8000"},
        {"origin": "null"},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example.org"},
    ],
)
def test_a_form_on_another_site_is_refused_with_a_sentence(signed_in, headers):
    response = signed_in.post("/leave/", headers=headers)
    assert response.status_code == 403
    assert "The form was not sent" in response.content.decode()
    assert OpenSession.objects.count() == 1


def test_a_reader_without_an_account_leaves_without_a_cookie(client):
    for response in (client.get("/leave/"), client.post("/leave/")):
        assert not response.cookies


def test_leaving_works_while_the_database_is_down(signed_in, settings):
    def down(execute, sql, params, many, context):
        raise DatabaseError

    with connection.execute_wrapper(down):
        response = signed_in.get("/leave/")
    assert response.status_code == 302
    assert response["Location"] == settings.EXIT_URL
    assert response.cookies[settings.SESSION_COOKIE_NAME].value == ""


@pytest.mark.parametrize("address", ANY_PAGE)
def test_a_new_exit_target_shows_on_the_next_request_of_every_page(client, site, address):
    assert NEUTRAL not in client.get(address).content.decode()
    make_settings(site, {"language": "en", "exit_url": NEUTRAL})
    assert f'data-to="{NEUTRAL}"' in client.get(address).content.decode()
    assert client.get("/leave/")["Location"] == NEUTRAL


def test_each_language_has_its_own_neutral_page(client, site, settings):
    make_settings(
        site,
        {"language": "en", "exit_url": NEUTRAL},
        {"language": "es", "exit_url": "https://tiempo.example.org/"},
    )
    assert client.get("/es/leave/")["Location"] == "https://tiempo.example.org/"
    assert 'href="/es/leave/"' in client.get("/es/styleguide/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "http://weather.example.org/",
        "https://weather.example.org/?from=here",
        "https://me@weather.example.org/",
    ],
)
def test_an_exit_target_that_tells_something_is_refused(site, address):
    with pytest.raises(ValidationError, match=r"https://|without"):
        make_settings(site, {"language": "en", "exit_url": address})


def test_a_language_cannot_stand_twice(site):
    with pytest.raises(ValidationError, match="stands here twice"):
        make_settings(site, {"language": "en"}, {"language": "en"})


def test_the_built_in_neutral_page_is_https_and_the_same_for_everybody(settings):
    assert settings.EXIT_URL.startswith("https://")
    assert "?" not in settings.EXIT_URL


def test_the_crisis_banner_is_on_every_page_until_its_hour(client, site):
    words = {"language": "en", "crisis_text": "Our help line is closed today."}
    make_settings(site, words, crisis_level="urgent")
    page = client.get("/styleguide/").content.decode()
    assert page.index("Our help line is closed today.") < page.index("<main")
    make_settings(
        site, words, crisis_level="urgent", crisis_until=timezone.now() - timedelta(minutes=1)
    )
    assert "Our help line" not in client.get("/styleguide/").content.decode()


def test_the_crisis_banner_marks_its_language_where_there_is_no_translation(client, site):
    make_settings(site, {"language": "en", "crisis_text": "Call now."}, crisis_level="calm")
    assert '<p lang="en">Call now.</p>' in client.get("/es/styleguide/").content.decode()


def test_a_crisis_banner_without_words_is_refused(site):
    with pytest.raises(ValidationError, match="text in at least one language"):
        make_settings(site, {"language": "en"}, crisis_level="urgent")


def test_staff_see_the_settings_before_they_are_saved(site):
    draft = make_settings(site, {"language": "en", "crisis_text": "Saved."}, crisis_level="calm")
    draft.languages = [
        ("language", {"language": "en", "exit_url": NEUTRAL, "crisis_text": "Not saved yet."})
    ]
    page = draft.make_preview_request(RequestFactory().get("/")).rendered_content
    assert "Not saved yet." in page
    assert NEUTRAL in page
    assert "Saved." not in page


def test_the_safety_notice_is_one_sentence_that_the_footer_opens_again(client):
    page = client.get("/styleguide/").content.decode()
    assert 'id="safety-notice"' in page
    assert 'href="#safety-notice"' in page
    assert "history" in page
