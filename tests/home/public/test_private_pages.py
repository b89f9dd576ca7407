"""What is private is as if it were not there, and nothing public points to it. (D19, D22, D25)"""

import pytest
from wagtail.models import PageViewRestriction, Site

from home.safety.models import SafetySettings
from network.access.pages import MembersPage
from tests.home.public.site import VIEWS, addresses, page_at, soup
from tests.people import make_account

HIDDEN = [
    "/countries/kenya/",
    "/issues/forced-labour/",
    "/model/outcomes/rescue/",
    "/case-studies/cebu/",
]


@pytest.mark.parametrize("address", HIDDEN)
def test_no_public_page_links_to_a_page_that_was_closed(client, address):
    page = page_at(address)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    for other in [*addresses(), *VIEWS]:
        assert f'href="{address}"' not in client.get(other).content.decode(), other


def test_a_members_page_is_closed_from_its_first_moment_and_shows_nothing(client, crawl):
    parent = page_at("/about/").get_parent()
    page = parent.add_child(
        instance=MembersPage(title="Quiet title", slug="for-members", body="<p>Quiet words</p>")
    )
    page.save_revision().publish()
    for path in [
        "/for-members/",
        "/for-members/anything/",
        "/for-members/?page=2",
        "/es/for-members/",
    ]:
        response = client.get(path)
        assert response.status_code in {302, 404}
        assert "Quiet" not in response.content.decode()
    for other in [*VIEWS, "/", "/search/?q=Quiet", "/sitemap.xml"]:
        text = client.get(other).content.decode()
        assert "Quiet title" not in text
        assert "/for-members/" not in text


def test_an_editor_sees_the_user_bar_and_the_public_does_not(client, crawl):
    for address, response in crawl.items():
        text = response.content.decode()
        assert "wagtail-userbar" not in text, address
        assert "/cms/" not in text, address
    client.force_login(make_account("an-editor", role="administrator"))
    for address in ["/", "/about/", "/countries/kenya/"]:
        response = client.get(address)
        assert "wagtail-userbar" in response.content.decode()
        assert "s-maxage" not in response.get("Cache-Control", "")


def test_a_member_who_is_no_editor_sees_no_user_bar(client):
    client.force_login(make_account())
    assert "wagtail-userbar" not in client.get("/about/").content.decode()


def test_a_new_exit_target_is_on_every_page_at_the_next_request(client):
    found = SafetySettings.for_site(Site.objects.get(is_default_site=True))
    found.languages = [
        (
            "language",
            {"language": "en", "exit_url": "https://weather.example.org/", "crisis_text": ""},
        )
    ]
    found.save()
    for address in [*addresses(), "/search/", "/nowhere/", "/account/login/", "/newsletter/"]:
        if not address.startswith("/es/"):
            page = soup(client.get(address))
            target = page.select_one("script[data-to]")["data-to"]
            assert target == "https://weather.example.org/", address
    assert client.get("/leave/")["Location"] == "https://weather.example.org/"
