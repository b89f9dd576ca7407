"""A reader follows the news without giving an address. (A34, D15)"""

from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from home.news.models import NewsPage
from tests.home.public.site import page_at

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feeds/news.atom", "/feeds/issue/forced-labour.atom", "/feeds/country/kenya.atom"]


def feed(response):
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own answer


def titles(client, address):
    return [node.text for node in feed(client.get(address)).findall(f"{ATOM}entry/{ATOM}title")]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_valid_atom(client, address):
    root = feed(client.get(address))
    assert root.tag == f"{ATOM}feed"
    for name in ["id", "title", "updated"]:
        assert len(root.findall(f"{ATOM}{name}")) == 1, name
        assert root.find(f"{ATOM}{name}").text
    assert root.find(f"{ATOM}id").text.startswith("http")
    own = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own[0].get("href").endswith(address)
    entries = root.findall(f"{ATOM}entry")
    assert entries
    ids = [entry.find(f"{ATOM}id").text for entry in entries]
    assert len(set(ids)) == len(ids)
    for entry in entries:
        for name in ["id", "title", "updated", "published"]:
            assert entry.find(f"{ATOM}{name}").text, name
        assert entry.find(f"{ATOM}id").text.startswith("urn:uuid:")
        assert entry.find(f"{ATOM}link").get("href").startswith("http")
    # An entry needs an author unless the feed has one (RFC 4287, 4.1.2).
    assert root.find(f"{ATOM}author/{ATOM}name").text == "Global Survivor Network"


def test_each_feed_has_an_id_of_its_own(client):
    assert len({feed(client.get(address)).find(f"{ATOM}id").text for address in FEEDS}) == len(
        FEEDS
    )


def test_the_feed_of_an_issue_holds_its_news_only(client):
    wanted = NewsPage.objects.filter(issues__slug="forced-labour")
    assert set(titles(client, FEEDS[1])) == {page.title for page in wanted}
    assert 0 < len(wanted) < NewsPage.objects.count()


def test_news_that_is_withdrawn_leaves_every_feed_at_once(client):
    page = NewsPage.objects.filter(issues__slug="forced-labour").first()
    assert page.title in titles(client, FEEDS[0])
    page.unpublish()
    for address in FEEDS[:2]:
        assert page.title not in titles(client, address)


def test_news_behind_a_restriction_and_drafts_are_in_no_feed(client):
    page = NewsPage.objects.filter(issues__slug="forced-labour").first()
    other = NewsPage.objects.exclude(pk=page.pk).first()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    other.title = "An unpublished thought"
    other.save_revision()
    for address in FEEDS[:2]:
        assert page.title not in titles(client, address)
        assert "An unpublished thought" not in titles(client, address)


@pytest.mark.parametrize("address", ["/feeds/issue/unknown.atom", "/feeds/country/unknown.atom"])
def test_an_unknown_feed_is_not_there(client, address):
    assert client.get(address).status_code == 404


def test_a_country_that_is_not_public_has_no_feed(client):
    unknown = client.get("/feeds/country/unknown.atom")
    page = page_at("/countries/kenya/")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    response = client.get("/feeds/country/kenya.atom")
    assert response.status_code == 404
    assert "Kenya" not in response.content.decode()
    assert len(response.content) == len(unknown.content)


@pytest.mark.parametrize(
    "title",
    [
        "</title><script>alert(1)</script>",
        "]]> & <entry>",
        "a\x0bb\x00c\x1b[31m",
        "\ufffe and \uffff",
        '"><link href="https://example.org"/>',
    ],
)
def test_a_title_cannot_break_out_of_the_feed(client, title):
    page = NewsPage.objects.order_by("-date").first()
    page.title = title.replace("\x00", "")
    page.intro = title.replace("\x00", "")
    page.save()
    root = feed(client.get("/feeds/news.atom"))
    assert {node.tag for node in root.iter()} <= {
        f"{ATOM}{name}"
        for name in [
            "feed",
            "id",
            "title",
            "link",
            "updated",
            "entry",
            "published",
            "summary",
            "author",
            "name",
            "subtitle",
            "rights",
        ]
    }
    assert len(root.findall(f"{ATOM}entry")) == NewsPage.objects.count()
