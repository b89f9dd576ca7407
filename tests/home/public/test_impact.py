"""A donor asks what was measured, where and how. (A16)"""

import csv

from tests.home.public.site import part, words

DOMAINS = ["Reliance", "Performance", "Confidence", "Prevalence"]


def test_the_four_domains_are_shown(trees):
    headings = [words(trees["/impact/"].find("h2", id=name.lower())) for name in DOMAINS]
    assert headings == DOMAINS


def test_prevalence_opens_on_cebu_with_baseline_endline_change_method_and_source(trees):
    domain = part(trees["/impact/"], "prevalence")
    rows = [row for row in domain.select(".observation") if "Cebu" in words(row)]
    assert len(rows) == 1
    facts = {words(term): words(term.find_next("dd")) for term in rows[0].select("dl dt")}
    assert "79" in facts["Change"]
    assert "four years" in words(rows[0])
    for term in ["Baseline", "Endline", "Method", "Source"]:
        assert facts[term]
    assert any(letter.isdigit() for letter in facts["Source"])
    assert rows[0].find_parent("details").find("summary")


def test_the_csv_holds_every_observation_of_the_page(client, trees):
    rows = list(
        csv.reader(client.get("/impact/?format=csv").content.decode("utf-8-sig").splitlines())
    )
    assert len(rows) - 1 == len(trees["/impact/"].select(".observation")) > 3
    assert any("Cebu" in cell for row in rows for cell in row)
