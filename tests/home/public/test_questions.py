"""A student asks and finds the answer, and may say whether it helped. (A24)"""

import html
import re

import pytest

from home.questions.models import Question
from tests.home.public.site import soup, structured_data, words


def found(response):
    return [item["id"] for item in soup(response).select("main details[id]")]


def test_a_search_for_aftercare_finds_the_aftercare_answer(client):
    response = client.get("/faq/?q=aftercare")
    names = found(response)
    assert any("aftercare" in name for name in names)
    assert 0 < len(names) < Question.objects.count()
    first = soup(response).find(id=names[0])
    assert first.has_attr("open"), "what was found is open without a script"
    assert "aftercare" in words(first).lower()


def test_every_question_has_an_address_of_its_own(trees):
    names = {item["id"] for item in trees["/faq/"].select("main details[id]")}
    assert names == set(Question.objects.values_list("slug", flat=True))
    assert len(names) >= 20


def test_the_questions_are_valid_structured_data(crawl):
    data = structured_data(crawl["/faq/"])
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "FAQPage"
    assert len(data["mainEntity"]) == Question.objects.count()
    for item in data["mainEntity"]:
        assert item["@type"] == "Question"
        assert item["acceptedAnswer"]["@type"] == "Answer"
        assert item["name"]
        answer = item["acceptedAnswer"]["text"]
        assert answer
        assert "<" not in answer
        # Paragraphs must not run into each other.
        assert not re.search(r"[a-z][.?!][A-Z]", answer), answer
        assert html.unescape(answer) == answer


def test_a_question_that_is_not_published_is_nowhere(client):
    row = Question.objects.get(slug="what-is-the-network")
    row.question, row.live = "A hidden quokka?", False
    row.save()
    for address in ["/faq/", "/faq/?q=quokka", "/search/?q=network"]:
        assert "A hidden quokka" not in client.get(address).content.decode()
    assert client.get("/faq/what-is-the-network/feedback/").status_code == 404


def test_a_reader_says_that_an_answer_helped_and_nothing_about_her_is_kept(client):
    address = "/faq/what-is-the-network/feedback/"
    assert not client.get(address).cookies
    response = client.post(address, {"helped": "yes"}, headers={"sec-fetch-site": "same-origin"})
    assert response.status_code == 302
    assert not response.cookies
    assert "was counted" in client.get(response["Location"]).content.decode()
    row = Question.objects.get(slug="what-is-the-network")
    assert (row.helped, row.did_not_help) == (1, 0)


@pytest.mark.parametrize("data", [{}, {"helped": "maybe"}, {"helped": "\0"}])
def test_an_answer_without_a_choice_says_what_is_missing_and_counts_nothing(client, data):
    response = client.post("/faq/what-is-the-network/feedback/", data)
    assert response.status_code == 422
    assert "Choose yes or no" in response.content.decode()
    assert not Question.objects.exclude(helped=0, did_not_help=0).exists()


def test_another_site_cannot_make_a_reader_answer(client):
    response = client.post(
        "/faq/what-is-the-network/feedback/",
        {"helped": "yes"},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert response.status_code == 403
    assert Question.objects.get(slug="what-is-the-network").helped == 0
