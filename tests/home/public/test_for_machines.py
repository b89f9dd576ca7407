"""What search engines and other programs are told: everything public, and nothing else. (D13, D16, D28)"""

import json
from xml.etree import ElementTree

import pytest
from wagtail.models import Page, PageViewRestriction

from network.access.pages import MembersPage
from tests.home.public.site import page_at, soup, structured_data
from tests.people import make_account

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def sitemap(client):
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    return {
        row.find(f"{MAP}loc").text.partition("testserver")[2]
        or row.find(f"{MAP}loc").text.partition("localhost")[2]: row.find(f"{MAP}lastmod").text
        for row in root.findall(f"{MAP}url")
    }, [row.find(f"{MAP}loc").text for row in root.findall(f"{MAP}url")]


def api(client, query="", status=200):
    response = client.get(f"/api/v2/pages/{query}")
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_the_sitemap_holds_every_public_page_once_per_language_with_its_last_change(client, crawl):
    entries, listed = sitemap(client)
    assert set(entries) == set(crawl)
    assert len(listed) == len(set(listed))
    assert all(changed[:2] == "20" for changed in entries.values())
    assert {"/", "/es/", "/help/"} <= set(entries)


@pytest.mark.parametrize("how", ["private", "noindex", "withdrawn", "below"])
def test_the_sitemap_leaves_out_what_is_not_for_everybody(client, how):
    page = page_at("/centres/picacc/")
    if how == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    elif how == "below":
        PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    elif how == "noindex":
        page.keep_from_search_engines = True
        page.save()
    else:
        page.unpublish()
    assert "/centres/picacc/" not in sitemap(client)[0]
    assert "/news/" in sitemap(client)[0]


def test_every_public_page_says_what_it_is_to_whoever_lists_or_shares_it(crawl, trees):
    titles = {}
    for address, tree in trees.items():
        head = tree.find("head")
        assert head.find("title").string.strip(), address
        assert 20 <= len(head.find("meta", attrs={"name": "description"})["content"]) <= 400, (
            address
        )
        assert head.find("link", rel="canonical")["href"].endswith(f"testserver{address}")
        for name in ["title", "description", "url", "image", "image:alt"]:
            assert head.find("meta", property=f"og:{name}")["content"], (address, name)
        assert head.find("meta", property="og:image")["content"].startswith(
            "http://testserver/share/"
        )
        key = tree.find("html")["lang"], head.find("title").string.strip()
        titles.setdefault(key, []).append(address)
    assert {title: places for title, places in titles.items() if len(places) > 1} == {}


def test_structured_data_is_valid_where_there_is_some(crawl):
    kinds = set()
    for address, response in crawl.items():
        data = structured_data(response)
        if data:
            assert data["@context"] == "https://schema.org", address
            assert all(value for value in data.values()), address
            kinds.add(data["@type"])
    assert kinds == {"NGO", "Article", "NewsArticle", "FAQPage"}


def test_the_picture_for_sharing_is_a_png_of_the_right_size(client, trees):
    address = trees["/"].find("meta", property="og:image")["content"].partition("testserver")[2]
    response = client.get(address)
    assert response["Content-Type"] == "image/png"
    assert response.content[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")
    page = page_at("/centres/picacc/")
    assert client.get(f"/share/{page.seed}.png").status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(f"/share/{page.seed}.png").status_code == 404


def test_a_page_kept_from_search_engines_has_nothing_to_share(client):
    page = page_at("/about/")
    page.keep_from_search_engines = True
    page.save()
    head = soup(client.get("/about/")).find("head")
    assert "noindex" in head.find("meta", attrs={"name": "robots"})["content"]
    assert not head.find("meta", property=True)


def test_pages_in_two_languages_name_each_other(trees):
    for address in ["/", "/es/"]:
        links = {link["hreflang"]: link["href"] for link in trees[address].select("link[hreflang]")}
        assert links == {"en": "http://testserver/", "es": "http://testserver/es/"}


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "a\u2028b",
        '"},"x":"',
        "&lt;/script&gt;",
    ],
)
def test_a_title_cannot_break_out_of_the_structured_data(client, title):
    page = page_at("/case-studies/cebu/")
    page.title = title
    page.save()
    response = client.get("/case-studies/cebu/")
    assert structured_data(response)["headline"] == title
    scripts = soup(response).find_all("script")
    assert all(
        script.get("src") or script.get("type") == "application/ld+json" for script in scripts
    )
    assert "<script>alert" not in response.content.decode()


def test_the_api_lists_public_pages_only(client, crawl):
    found, offset = [], 0
    while True:
        items = api(client, f"?limit=20&offset={offset}")["items"]
        if not items:
            break
        found += [item["meta"]["html_url"] for item in items]
        offset += 20
    addresses = {url.split("/", 3)[3] for url in found}
    assert addresses == {address[1:] for address in crawl}


def test_the_api_shows_no_draft_and_no_private_page(client):
    page, hidden = page_at("/about/"), page_at("/centres/picacc/")
    page.title = "Not yet published words"
    page.save_revision()
    draft = page_at("/news/").get_children().first()
    draft.unpublish()
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    members = (
        page_at("/about/")
        .get_parent()
        .add_child(
            instance=MembersPage(title="For members", slug="for-members", body="<p>Quiet</p>")
        )
    )
    listed = json.dumps(api(client, "?limit=20&fields=*")) + json.dumps(
        api(client, "?limit=20&offset=20")
    )
    for words in ["Not yet published words", draft.title, hidden.title, "For members"]:
        assert words not in listed
    for closed in [draft, hidden, members]:
        api(client, f"{closed.pk}/", status=404)
        assert (
            client.get(
                f"/api/v2/pages/find/?html_path=/{closed.url_path.split('/', 2)[2]}"
            ).status_code
            == 404
        )
    assert api(client, "?type=network.MembersPage", status=200)["items"] == []


def test_the_api_shows_only_the_fields_that_were_chosen(client):
    allowed = {
        "id", "title", "meta", "intro", "content_note", "body", "country_code", "date", "place", "years",
        "stage", "problem", "approach", "result", "founded", "role",
    }  # fmt: skip
    for page in Page.objects.live().public().filter(depth__gt=1):
        shown = api(client, f"{page.pk}/?fields=*")
        assert set(shown) <= allowed
        assert set(shown["meta"]) <= {*PublicMeta, "parent"}
        assert not {"owner", "seed", "live", "latest_revision"} & set(shown)


PublicMeta = ["type", "detail_url", "html_url", "slug", "first_published_at", "locale"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_can_write_through_the_api(client, method):
    for path in ["/api/v2/pages/", f"/api/v2/pages/{page_at('/about/').pk}/"]:
        response = getattr(client, method)(path, data="{}", content_type="application/json")
        assert response.status_code in {401, 403, 404, 405}


@pytest.mark.parametrize(
    "query",
    [
        "?limit=x",
        "?limit=-1",
        "?limit=100000",
        "?offset=-1",
        "?order=password",
        "?fields=owner",
        "?fields=((",
        "?type=nothing.Here",
        "?unknown=1",
        "?child_of=x",
        "?child_of=999999",
        "?locale=xx",
        "?search=a&search_operator=x",
        "?owner=1",
        "?live=false",
    ],
)
def test_a_wrong_question_to_the_api_gets_a_sentence(client, query):
    assert len(api(client, query, status=400)["message"]) > 5


@pytest.mark.parametrize(
    "query",
    ["?search=%00", "?slug=%00", "?search=" + "a" * 10_000, "?search={{7*7}}", "?search=%22"],
)
def test_strange_signs_do_not_break_the_api(client, query):
    assert client.get(f"/api/v2/pages/{query}").status_code in {200, 400}


@pytest.mark.parametrize(
    "path",
    ["users/", "images/", "documents/", "redirects/", "snippets/", "members/", "figures/", ""],
)
def test_the_api_has_no_other_doors(client, path):
    assert client.get(f"/api/v2/{path}").status_code == 404


def test_robots_are_shown_the_sitemap_and_kept_out_of_what_is_not_theirs(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    for path in ["/account/", "/cms/", "/newsletter/", "/search/"]:
        assert f"Disallow: {path}" in text
    assert "Disallow: /\n" not in text


def test_finders_of_holes_are_told_whom_to_write_to(client):
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:" in text
    assert "Expires: 20" in text


@pytest.mark.parametrize("query", ["", "?format=api"])
def test_the_api_answers_a_browser_in_plain_data_and_without_a_cookie(client, query):
    response = client.get(f"/api/v2/pages/{query}", headers={"accept": "text/html"})
    assert not response.cookies
    assert "html" not in response["Content-Type"]


def test_the_api_tells_someone_who_is_signed_in_no_more_than_a_stranger(client):
    page = page_at("/centres/picacc/")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.force_login(make_account())
    assert api(client, f"{page.pk}/", status=404)
    assert api(client, "?slug=picacc")["meta"]["total_count"] == 0
