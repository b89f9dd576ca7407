"""Every public page of the demo opens, in its language, and says what it is."""

import json

import pytest
from wagtail.models import get_page_models

from home.demo.records import read
from home.pages.models import PublicPage
from tests.home.public.site import VIEWS


def test_every_public_page_opens_with_one_heading_and_the_way_out(crawl, trees):
    assert len(crawl) > 60
    for address, page in trees.items():
        assert crawl[address].status_code == 200, address
        assert len(page.find_all("h1")) == 1, address
        assert page.find("html")["lang"] == ("es" if address.startswith("/es/") else "en")
        assert page.select_one("a.exit[href$='/leave/']"), address


def test_the_demo_has_a_page_of_every_public_type():
    missing = [
        model.__name__
        for model in get_page_models()
        if issubclass(model, PublicPage) and not model.objects.open().exists()
    ]
    assert missing == []


@pytest.mark.parametrize("address", VIEWS)
def test_what_is_not_a_page_of_the_tree_opens_too(client, address):
    response = client.get(address)
    assert response.status_code in {200, 302}, address
    if response["Content-Type"] == "application/json":
        json.loads(response.content)


def test_no_public_page_holds_a_link_within_the_site_that_leads_nowhere(client, trees):
    found = {}
    for address, page in trees.items():
        for link in page.select("a[href^='/']"):
            found.setdefault(link["href"].partition("#")[0], address)
    broken = {}
    for target, address in found.items():
        if target not in trees and not target.endswith("/leave/"):
            status = client.get(target, follow=True).status_code
            if status != 200:
                broken[target] = (address, status)
    assert broken == {}


def test_links_to_a_place_in_a_page_find_it(trees):
    names = {
        address: {node["id"] for node in page.select("[id]")} for address, page in trees.items()
    }
    for address, page in trees.items():
        for link in page.select("a[href*='#']"):
            path, _hash, name = link["href"].partition("#")
            if (path or address) in names:
                assert name in names[path or address], f"{address} → {link['href']}"


def test_no_name_of_a_place_in_a_page_is_given_twice(trees):
    for address, page in trees.items():
        names = [node["id"] for node in page.select("[id]")]
        twice = {name for name in names if names.count(name) > 1}
        assert not twice, f"{address}: {twice}"


def test_the_demo_holds_as_much_as_was_promised():
    counts = {name: len(read(name)[key]) for name, key in WANTED}
    assert counts == {name: max(counts[name], number) for (name, _), number in WANTED.items()}


WANTED = {
    ("countries", "country"): 12,
    ("issues", "issue"): 8,
    ("case_studies", "case_study"): 4,
    ("figures", "figure"): 40,
    ("milestones", "milestone"): 25,
    ("partnerships", "partnership"): 6,
    ("questions", "question"): 20,
    ("agencies", "agency"): 40,
    ("news", "news"): 12,
}
