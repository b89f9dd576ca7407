"""Old links go on working, and tell nobody where a private page has gone. (D12)"""

import contextlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from home.addresses.models import RedirectUse
from tests.home.public.site import page_at, soup
from tests.people import make_account


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """What is done within it is as good as committed: Wagtail makes redirects only then."""

    @contextlib.contextmanager
    def within():
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return within


def rename(page, slug):
    page.slug = slug
    page.save_revision().publish()


def gone(response):
    """Return what a stranger can see of an answer, without what differs by the address asked for."""
    return response.status_code, sorted(response.headers), response.content


@pytest.mark.parametrize("old", ["/about/", "/about", "/about/?utm=1", "/about/?a=%7B%7B7*7%7D%7D"])
def test_a_renamed_page_is_found_at_its_old_address(client, committing, old):
    with committing():
        rename(page_at("/about/"), "who-we-are")
    response = client.get(old, follow=True)
    assert response.redirect_chain[-1][1] == 301
    assert response.redirect_chain[-1][0].endswith("/who-we-are/")
    assert response.status_code == 200


def test_a_moved_page_and_the_pages_below_it_are_found_at_their_old_addresses(client, committing):
    with committing():
        page_at("/centres/").move(page_at("/news/"), "last-child")
    for old in ["/centres/", "/centres/picacc/"]:
        response = client.get(old)
        assert response.status_code == 301
        assert response["Location"].endswith(f"/news{old}")


def test_the_old_address_of_a_private_page_looks_like_an_unknown_one(client, committing):
    page = page_at("/principles/")
    with committing():
        rename(page, "hidden-name")
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    old, unknown = client.get("/principles/"), client.get("/prinxxples/")
    assert old.status_code == 404
    assert gone(old) == gone(unknown)
    assert "hidden-name" not in old.content.decode() + str(old.headers)


@pytest.mark.parametrize("how", ["unpublished", "below a private page", "deleted"])
def test_the_old_address_of_a_page_that_is_gone_looks_like_an_unknown_one(client, committing, how):
    page = page_at("/countries/kenya/")
    with committing():
        rename(page, "kenya-renamed")
    with committing():
        page = page_at("/countries/kenya-renamed/")
        if how == "unpublished":
            page.unpublish()
        elif how == "deleted":
            page.delete()
        else:
            PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    old = client.get("/countries/kenya/")
    assert gone(old) == gone(client.get("/countries/kenxx/"))


def test_an_editor_sees_how_often_an_old_address_is_used(client, committing):
    with committing():
        rename(page_at("/about/"), "who-we-are")
    for _visit in range(3):
        client.get("/about/")
    found = Redirect.objects.get(old_path="/about")
    assert RedirectUse.objects.get(redirect=found).count == 3
    # Nothing about who or when.
    assert {field.name for field in RedirectUse._meta.fields} == {"id", "redirect", "count"}
    client.force_login(make_account("an-editor", role="administrator"))
    rows = soup(client.get("/cms/reports/redirects-used/")).select("tbody tr")
    assert ["/about" in row.get_text() and "3" in row.get_text() for row in rows] == [True]


def test_an_editor_imports_redirects_from_a_file(client):
    client.force_login(make_account("an-editor", role="administrator"))
    assert client.get("/cms/redirects/import/").status_code == 200
    file = SimpleUploadedFile(
        "old.csv", b"from,to\n/old-site/,https://example.org/new/\n", content_type="text/csv"
    )
    page = soup(client.post("/cms/redirects/import/", {"import_file": file, "input_format": "0"}))
    fields = {
        field["name"]: field.get("value", "")
        for field in page.select("form input[name]")
        if field["name"] != "csrfmiddlewaretoken"
    }
    fields |= {"from_index": "0", "to_index": "1", "permanent": "on"}
    response = client.post("/cms/redirects/import/process/", fields)
    assert response.status_code in {200, 302}
    client.logout()
    assert client.get("/old-site/")["Location"] == "https://example.org/new/"


@pytest.mark.parametrize(
    "path", ["/%00/", "/a%00b/", "/" + "a" * 5000 + "/", "/%ED%A0%80/", "/%ff%fe/", "/%0d%0aX:y/"]
)
def test_a_strange_address_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_nothing_but_reading_follows_a_redirect(client, committing):
    with committing():
        rename(page_at("/about/"), "who-we-are")
    assert client.post("/about/").status_code in {403, 404, 405}


def test_no_address_leads_from_one_language_to_another_host(client):
    assert client.get("/es/centres/picacc/")["Location"] == "/centres/picacc/"
    assert client.get("/es//centres/picacc/")["Location"] == "/centres/picacc/"
