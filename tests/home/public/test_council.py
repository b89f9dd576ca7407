"""A council member decides whether and under which name the public sees her. (A03)"""

import json

import pytest

from home.people.models import CouncilMember
from tests.home.public.site import addresses, words

PLACES = [
    "/leadership-council/",
    "/api/v2/pages/?limit=20&search=Dara",
    "/api/v2/pages/?type=home.CouncilPage&fields=*",
    "/search/?q=Dara+Still+Water",
    "/sitemap.xml",
    "/feeds/news.atom",
    "/",
    "/about/",
]


def test_the_demo_has_members_who_are_listed_and_members_who_are_not():
    assert CouncilMember.objects.filter(is_listed=True).count() >= 5
    assert CouncilMember.objects.filter(is_listed=False).count() >= 2


@pytest.mark.parametrize("place", PLACES)
def test_a_member_who_is_not_listed_is_nowhere(client, place):
    answer = client.get(place).content.decode()
    for member in CouncilMember.objects.filter(is_listed=False):
        if place.startswith("/search/"):
            # The page repeats the words of the search, once in the form and once in a sentence.
            answer = answer.replace("Dara Still Water", "")
        assert member.display_name not in answer
        assert member.words[:40] not in answer


def test_no_public_page_names_a_member_who_is_not_listed(crawl):
    for member in CouncilMember.objects.filter(is_listed=False):
        for address, answer in crawl.items():
            assert member.display_name not in answer.content.decode(), address


def test_who_takes_her_listing_back_is_gone_at_once(client):
    member = CouncilMember.objects.public().first()
    assert member.display_name in client.get("/leadership-council/").content.decode()
    member.is_listed = False
    member.save()
    assert member.display_name not in client.get("/leadership-council/").content.decode()


def test_a_listed_member_appears_under_the_chosen_name_with_role_and_term(trees):
    cards = [words(card) for card in trees["/leadership-council/"].select("main .card")]
    for member in CouncilMember.objects.public():
        card = next(text for text in cards if member.display_name in text)
        assert member.role in card
        assert f"{member.term_from}–{member.term_to}" in card
        assert ("Name changed" in card) == member.name_changed
    assert len(cards) == CouncilMember.objects.public().count()


def test_a_draft_of_a_member_is_not_shown(client):
    member = CouncilMember.objects.public().first()
    member.display_name = "Not Yet Agreed"
    member.save_revision()
    assert "Not Yet Agreed" not in client.get("/leadership-council/").content.decode()


def test_there_is_no_way_to_ask_the_api_for_council_members(client):
    found = json.loads(client.get("/api/v2/pages/?type=home.CouncilPage&fields=*").content)
    names = set(found["items"][0]) | set(found["items"][0]["meta"])
    assert "members" not in names
    assert client.get("/api/v2/council/").status_code == 404
    assert "/leadership-council/" in addresses()
