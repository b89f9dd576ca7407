"""A members' page is closed from its first moment, whatever an editor does or a row says."""

import pytest
from django.test import Client, RequestFactory
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.test.utils.form_data import rich_text

from network.access.pages import MembersPage
from tests.people import SIGN_IN, make_account, sign_in

pytestmark = pytest.mark.django_db

MARK = "CANARY-members-page"


def make_members_page(**fields):
    home = Site.objects.get(is_default_site=True).root_page
    page = MembersPage(title="For us", slug="for-us", body=f"<p>{MARK}</p>", **fields)
    home.add_child(instance=page)
    below = MembersPage(title="Below", slug="below", body=f"<p>{MARK}</p>")
    page.add_child(instance=below)
    return page


@pytest.fixture(params=["with its row", "without its row", "made public in the database"])
def page(request):
    page = make_members_page()
    if request.param != "with its row":
        PageViewRestriction.objects.all().delete()
    if request.param == "made public in the database":
        PageViewRestriction.objects.create(page=page, restriction_type="none")
    return page


ADDRESSES = [
    "/for-us/",
    "/for-us/below/",
    "/for-us/anything/",
    "/for-us/below/more/",
    "/for-us/below/more/still/",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_stranger_is_led_to_the_sign_in_page_and_learns_nothing_of_what_is_below(
    page, address, method
):
    response = getattr(Client(), method)(address)
    assert response.status_code == 302
    assert response["Location"] == f"{SIGN_IN}?next={address}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_other_method_gets_more(page, address):
    for method in ("post", "options", "put", "patch", "delete"):
        assert MARK.encode() not in getattr(Client(), method)(address).content


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ({}, 200),
        ({"role": "story-editor", "second_factor": True}, 200),
        ({"role": "story-editor"}, 302),
        ({"role": "administrator"}, 302),
    ],
)
def test_members_and_staff_with_second_factor_read_it(page, who, status):
    response = sign_in(make_account(**who)).get("/for-us/")
    assert response.status_code == status
    assert (MARK.encode() in response.content) == (status == 200)
    assert "no-store" in response["Cache-Control"]


def test_an_editor_sees_the_draft_and_a_tab_does_not_tell_what_is_read():
    page = make_members_page()
    page.save_revision()
    editor = sign_in(make_account(role="story-editor", second_factor=True))
    draft = editor.get(f"/cms/pages/{page.pk}/view_draft/")
    assert draft.status_code == 200
    assert MARK in draft.content.decode()
    assert "<title>Notes</title>" in editor.get("/for-us/").content.decode()


def test_it_is_in_no_sitemap(page):
    request = RequestFactory().get("/")
    sitemap = Sitemap(request)
    urls = [entry for item in sitemap.items() for entry in item.get_sitemap_urls(request)]
    assert not [entry for entry in urls if "for-us" in entry["location"]]


def test_lists_searches_and_the_api_leave_it_out():
    page = make_members_page()
    assert page.get_view_restrictions().count() == 1
    public = Page.objects.live().public()
    assert not public.filter(slug__in=["for-us", "below"]).exists()
    assert not public.search("us").get_queryset().filter(slug="for-us").exists()


def test_saving_restores_the_row_and_no_editor_can_remove_it():
    page = make_members_page()
    PageViewRestriction.objects.all().delete()
    page.save()
    assert page.get_view_restrictions().count() == 1
    for role in ("story-editor", "administrator"):
        editor = sign_in(make_account(f"editor-{role}", role=role, second_factor=True))
        address = f"/cms/pages/{page.pk}/privacy/"
        editor.post(address, {"restriction_type": "none"})
        assert page.get_view_restrictions().count() == 1
        assert Client().get("/for-us/").status_code == 302


def test_an_editor_makes_one_and_it_is_closed_at_once():
    home = Site.objects.get(is_default_site=True).root_page
    editor = sign_in(make_account(role="story-editor", second_factor=True))
    address = f"/cms/pages/add/network/memberspage/{home.pk}/"
    assert editor.get(address).status_code == 200
    response = editor.post(
        address,
        {
            "title": "For us",
            "slug": "for-us",
            "body": rich_text("<p>Welcome.</p>"),
            "action-publish": "1",
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
        },
    )
    assert response.status_code == 302
    made = MembersPage.objects.get(slug="for-us")
    assert made.live
    assert made.get_view_restrictions().count() == 1
    assert Client().get("/for-us/")["Location"].startswith(SIGN_IN)


def test_only_members_pages_fit_below_it():
    assert MembersPage.allowed_subpage_models() == [MembersPage]
