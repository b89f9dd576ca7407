"""A mistyped or forged address gets a sentence, the whole list, and keeps the choices that are right."""

import pytest

from tests.home.public.site import FILTERED, soup, words

WRONG = [
    "unknown",
    "XX",
    "{{7*7}}",
    "%25s%25d%25n",
    "'\" OR 1=1 --",
    "<script>alert(1)</script>",
    "a%00b",
    "%ED%A0%80",
    "%ff%fe",
    "(.*)+$",
    "a" * 10_000,
]
LISTED = "main .grid > li, main tbody tr, main .timeline > li, main .versus > li"


@pytest.mark.parametrize("address", FILTERED)
@pytest.mark.parametrize("value", WRONG)
def test_a_wrong_choice_gets_a_sentence_and_the_whole_list(client, trees, address, value):
    for name in FILTERED[address]:
        response = client.get(f"{address}?{name}={value}")
        assert response.status_code == 400
        page = soup(response)
        assert words(page.select_one(".wrong")) == (
            "This is not one of the choices. Choose one from the list."
        )
        assert len(page.select(LISTED)) == len(trees[address].select(LISTED)) > 0
        assert page.select_one(f"select[name={name}]").find("option")
        assert page.select_one(f".actions a[href='{address}']"), "a way back to everything"
        assert "49" not in words(page.select_one(".wrong"))
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("address", FILTERED)
def test_a_right_choice_beside_a_wrong_one_is_kept(client, address):
    right, wrong = FILTERED[address][:2]
    select = soup(client.get(address)).select_one(f"select[name={right}]")
    value = next(option["value"] for option in select.select("option") if option["value"])
    page = soup(client.get(f"{address}?{right}={value}&{wrong}=unknown"))
    assert page.select_one(f"select[name={right}] option[selected]")["value"] == value
    assert page.select_one(".wrong")


@pytest.mark.parametrize("address", ["/partnerships/", "/figures/"])
def test_a_wrong_choice_gives_no_file_that_looks_like_an_answer(client, address):
    response = client.get(f"{address}?country=XX&format=csv")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/html")
    assert "This is not one of the choices" in response.content.decode()


@pytest.mark.parametrize("address", FILTERED)
def test_an_answer_to_a_wrong_choice_is_kept_by_nobody(client, address):
    response = client.get(f"{address}?{FILTERED[address][0]}=unknown")
    assert "s-maxage" not in response.get("Cache-Control", "")


@pytest.mark.parametrize("page", ["0", "-1", "999999", "abc", "1e3", "9" * 5000, "%00", "1.0", ""])
def test_an_unknown_page_of_the_news_shows_the_nearest_one(client, page):
    response = client.get(f"/news/?page={page}")
    assert response.status_code == 200
    assert soup(response).select("main .card")


def test_more_news_than_fit_on_a_page_can_be_paged_through_and_keep_the_choice(client, monkeypatch):
    monkeypatch.setattr("home.news.models.PER_PAGE", 1)
    seen, address = [], "/news/?issue=forced-labour"
    while address:
        page = soup(client.get(address))
        seen += [link["href"] for link in page.select("main .card a")]
        following = page.select_one("nav.pages a[rel=next]")
        address = following and f"/news/{following['href']}"
        assert address is None or "issue=forced-labour" in address
        assert len(seen) < 50
    monkeypatch.undo()
    whole = [
        link["href"]
        for link in soup(client.get("/news/?issue=forced-labour")).select("main .card a")
    ]
    assert seen == whole
    assert len(whole) > 1


def test_a_parameter_that_nobody_knows_changes_nothing(client, trees):
    page = soup(client.get("/partnerships/?utm_source=x&__proto__=1&format=exe"))
    assert len(page.select(LISTED)) == len(trees["/partnerships/"].select(LISTED))
