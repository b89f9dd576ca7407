"""A reader learns how change happens and sees cases of it. (A10, A11, A12, A13, A14, A15)"""

import pytest

from home.subjects.models import Theme, ThemeKind
from tests.home.public.site import page_at, part, soup, structured_data, words

STEPS = ["rescue", "restore", "restrain", "represent"]


def cards(response):
    return [words(card.find(["h2", "h3"])) for card in soup(response).select("main .card")]


def test_the_model_is_complete_without_a_script_and_each_step_has_an_address(trees):
    main = trees["/model/"].find("main")
    parts = [words(heading) for heading in main.find_all("h2")]
    assert "Part 1: people" in parts
    assert "Part 2: the system" in parts
    for anchor in [*STEPS, "repair"]:
        step = main.find(id=anchor)
        assert step.find("a", href=f"#{anchor}"), "reached by keyboard, and then in the address"
        assert len(words(step)) > 80
        assert not step.has_attr("hidden")
    assert not main.find_all("script")


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        (ThemeKind.ACTOR, ["Police", "Prosecutors", "Judges", "Social services"]),
        (ThemeKind.GAP, ["Resources", "Training", "Accountability", "Hope"]),
    ],
)
def test_each_actor_and_each_gap_has_a_card_that_leads_to_its_cases(client, trees, kind, titles):
    shown = {
        words(card.find(["h2", "h3"])).lower(): card.find("a")["href"]
        for card in part(trees["/model/"], f"{kind}s").select(".card")
    }
    assert len(shown) == 4
    for title in titles:
        address = next(url for name, url in shown.items() if title.lower() in name)
        assert address.startswith("/case-studies/?theme=")
        response = client.get(address)
        assert response.status_code == 200
        tagged = Theme.objects.get(slug=address.partition("=")[2])
        for card in soup(response).select("main .card a"):
            assert tagged in page_at(card["href"]).themes.all()


def test_the_stage_prove_lists_the_philippines_and_not_chennai(client):
    titles = " ".join(cards(client.get("/case-studies/?stage=prove")))
    assert "Philippine" in titles
    assert "Chennai" not in titles
    assert "Chennai" in " ".join(cards(client.get("/case-studies/")))


@pytest.mark.parametrize("slug", ["chennai", "cebu", "philippine-courts", "mukono"])
def test_each_case_says_problem_approach_result_place_years_and_sources(crawl, trees, slug):
    main = trees[f"/case-studies/{slug}/"].find("main")
    for anchor in ["problem", "approach", "result", "sources"]:
        heading = main.find(id=anchor)
        assert len(words(heading.find_next(["p", "ul"]))) > 20, anchor
    terms = {words(term): words(term.find_next("dd")) for term in main.select("dl dt")}
    assert terms["Place"]
    assert terms["Years"]
    data = structured_data(crawl[f"/case-studies/{slug}/"])
    assert data["@type"] == "Article"
    assert {"headline", "description", "datePublished", "temporalCoverage", "publisher"} <= set(
        data
    )
    assert data["contentLocation"]["name"].startswith(terms["Place"].split(",")[0])


@pytest.mark.parametrize("slug", ["rescue", "restore", "restrain", "repair"])
def test_cases_can_be_browsed_by_outcome_and_an_outcome_shows_its_figures(client, trees, slug):
    theme = Theme.objects.get(kind=ThemeKind.OUTCOME, slug__startswith=slug)
    listed = cards(client.get(f"/case-studies/?theme={theme.slug}"))
    tagged = theme.casestudypage_set.live()
    assert len(listed) == tagged.count()
    page = trees[f"/model/outcomes/{theme.slug}/"]
    shown = words(page.find("main"))
    figures = theme.figure_set.filter(live=True, part_of=None, locale__language_code="en")
    assert figures.count() > 0
    for figure in figures:
        assert figure.label in shown
    for country in theme.countrypage_set.live():
        assert country.title in shown


def test_four_pillars_each_list_the_programmes_mapped_to_them(trees):
    pages = [
        address
        for address in trees
        if address.startswith("/model/pillars/") and address.count("/") == 4
    ]
    assert len(pages) == 4
    for address in pages:
        countries = page_at(address).theme.countrypage_set.live()
        assert countries.count() > 0
        shown = words(trees[address].find("main"))
        for country in countries:
            assert country.title in shown
