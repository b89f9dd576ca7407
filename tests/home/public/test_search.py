"""Somebody searches: what is public is found, what is not is not, and nothing breaks. (D14)"""

import time
from uuid import uuid4

import pytest
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction

from home.help.models import Agency
from home.news.models import NewsPage
from home.questions.models import Question
from tests.home.public.site import page_at, soup, words
from tests.people import make_account

NOTHING = "Nothing was found"


def found(client, query, **more):
    response = client.get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return [link["href"] for link in soup(response).select("main section li a")]


def make_news(word, *, live=True):
    page = NewsPage(
        title=f"About a {word}", slug=word, intro=f"A {word}.", date="2026-01-01", live=live
    )
    page_at("/news/").add_child(instance=page)
    return page


def test_pages_questions_and_agencies_are_found_together(client):
    assert "/case-studies/chennai/" in found(client, "Chennai")
    assert any(link.startswith("/faq/#") for link in found(client, "aftercare"))
    assert any(link.startswith("/help/#") for link in found(client, "Polaris"))


QUERIES = ["court", "Kenya", "help", "children"]


def test_every_result_leads_to_something_that_is_there(client):
    links = {link for query in QUERIES for link in found(client, query)}
    pages = {path: client.get(path) for path in {link.partition("#")[0] for link in links}}
    assert {page.status_code for page in pages.values()} == {200}
    trees = {path: soup(page) for path, page in pages.items()}
    for link in links:
        path, _hash, place = link.partition("#")
        assert not place or trees[path].find(id=place), link


@pytest.mark.parametrize(
    ("kind", "start"), [("pages", "/"), ("questions", "/faq/#"), ("agencies", "/help/#")]
)
def test_one_kind_can_be_chosen(client, kind, start):
    links = found(client, "children police work", kind=kind)
    assert links
    assert all(link.startswith(start) for link in links)


def test_a_word_that_only_a_private_page_has_finds_nothing_for_strangers(client):
    page = make_news("quokkasaurus")
    assert found(client, "quokkasaurus") == ["/news/quokkasaurus/"]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    response = client.get("/search/?q=quokkasaurus")
    assert found(client, "quokkasaurus") == []
    assert "About a" not in response.content.decode()
    # Nor as a spelling that is offered.
    assert "quokkasaurus" not in words(
        soup(client.get("/search/?q=quokkasauruz")).find("main")
    ).replace("quokkasauruz", "")


def test_a_word_that_only_a_private_page_has_finds_it_for_a_permitted_member(client):
    page = make_news("quokkasaurus")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.force_login(make_account())
    assert found(client, "quokkasaurus") == ["/news/quokkasaurus/"]
    response = client.get("/search/?q=quokkasaurus")
    assert "s-maxage" not in response.get("Cache-Control", "")


def test_a_member_does_not_find_what_only_a_group_may_read(client):
    page = make_news("quokkasaurus")
    PageViewRestriction.objects.create(page=page, restriction_type="groups")
    client.force_login(make_account())
    assert found(client, "quokkasaurus") == []


def test_pages_below_a_private_page_are_not_found(client):
    make_news("quokkasaurus")
    PageViewRestriction.objects.create(page=page_at("/news/"), restriction_type="login")
    assert found(client, "quokkasaurus") == []


def test_drafts_and_records_that_are_not_published_are_not_found(client):
    make_news("quokkasaurus", live=False)
    Question.objects.filter(slug="what-is-the-network").update(live=False)
    row = Agency.objects.get(name__icontains="polaris")
    row.live = False
    row.save()
    assert found(client, "quokkasaurus") == []
    assert not [link for link in found(client, "Polaris") if "polaris" in link]
    assert "/faq/#what-is-the-network" not in found(client, "network")


def test_documents_of_closed_collections_are_not_found(client):
    from wagtail.documents import get_document_model
    from wagtail.models import Collection, CollectionViewRestriction

    root = Collection.get_first_root_node()
    closed = root.add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    below = closed.add_child(name="Below")
    model = get_document_model()
    for collection, title in [
        (root, "Open quokka"),
        (closed, "Shut quokka"),
        (below, "Deep quokka"),
    ]:
        model(title=title, collection=collection, file=f"{uuid4().hex}.pdf").save_base()
    shown = words(soup(client.get("/search/?q=quokka")).find("main"))
    assert "Open quokka" in shown
    assert "Shut quokka" not in shown
    assert "Deep quokka" not in shown


def test_editors_put_a_page_first_for_words_of_their_choice(client):
    query = Query.objects.create(query_string="am i safe")
    SearchPromotion.objects.create(query=query, page=page_at("/safety/"), description="Begin here")
    page = soup(client.get("/search/?q=Am+I++safe"))
    first = page.select_one("main section")
    assert words(first.find("h2")) == "Start here"
    assert first.find("a")["href"] == "/safety/"
    assert "Begin here" in words(first)


def test_a_page_that_is_put_first_and_then_hidden_is_not_shown(client):
    query = Query.objects.create(query_string="am i safe")
    page = page_at("/safety/")
    SearchPromotion.objects.create(query=query, page=page, description="Begin here")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    text = client.get("/search/?q=am+i+safe").content.decode()
    assert "Begin here" not in text
    assert "Start here" not in text


def test_a_misspelt_word_is_offered_as_it_is_spelt(client):
    page = soup(client.get("/search/?q=philipines"))
    assert NOTHING in words(page.find("main"))
    offer = page.select_one("main a[href^='?q=']")
    assert words(offer) == "philippines"
    assert found(client, "philippines")


def test_an_empty_search_asks_for_nothing(client):
    for query in ["", "   ", "\t\n"]:
        assert found(client, query) == []
        assert NOTHING not in client.get("/search/", {"q": query}).content.decode()


def test_a_very_long_search_gets_a_sentence(client):
    response = client.get("/search/", {"q": "court " * 2000})
    assert response.status_code == 400
    assert "Your search is too long. Use at most 100 characters." in response.content.decode()


def test_a_search_with_a_null_byte_gets_a_sentence(client):
    response = client.get("/search/?q=a%00b")
    assert response.status_code == 400
    assert soup(response).select_one(".wrong")


@pytest.mark.parametrize(
    "query",
    [
        "{{7*7}}",
        "{% debug %}",
        "%s %d %n %(x)s",
        "(a+)+$",
        "[[[[",
        "\\",
        "*",
        '"',
        "'",
        "' OR '1'='1",
        '" AND "',
        "NEAR(a b)",
        "a:b",
        "col:court",
        "-court",
        "^court",
        "court*",
        "AND OR NOT",
        "a & b | !c <-> d",
        ":*",
        "<script>alert(1)</script>",
        "\ud7ff\ue000\ufffd",
        "\u202ecourt",
        "नेटवर्क",
        "☃" * 100,
        "a" * 100,
        " ".join("abcdefghijklmnopqrstuvwxyz") * 2,
    ],
)
def test_strange_signs_are_searched_for_and_break_nothing(client, query):
    began = time.process_time()
    for address in ["/search/", "/faq/"]:
        response = client.get(address, {"q": query[:100]})
        assert response.status_code == 200
        text = response.content.decode()
        assert "<script>alert" not in text
        assert query != "{{7*7}}" or "49" not in words(soup(response).find("form", class_="filter"))
    assert time.process_time() - began < 2


@pytest.mark.parametrize("query", ["%ED%A0%80", "%ff%fe", "%C0%80", "%", "%zz", "q=1&q=court"])
def test_broken_encodings_break_nothing(client, query):
    assert client.get(f"/search/?q={query}").status_code == 200


def test_the_words_of_a_search_are_not_kept(client):
    before = Query.objects.count()
    client.get("/search/?q=a+very+private+worry")
    assert Query.objects.count() == before


def test_a_wrong_kind_gets_a_sentence_and_the_words_are_kept(client):
    response = client.get("/search/?q=court&kind=members")
    assert response.status_code == 400
    page = soup(response)
    assert words(page.select_one(".wrong")).startswith("This is not one of the choices")
    assert page.select_one("input[name=q]")["value"] == "court"


def test_search_engines_are_asked_not_to_list_searches(client):
    assert (
        soup(client.get("/search/?q=court")).find("meta", attrs={"name": "robots"})["content"]
        == "noindex"
    )
