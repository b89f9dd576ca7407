"""Somebody in need finds people to turn to. (A26, A37)"""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.help.models import Agency
from tests.home.public.site import VIEWS, soup, words
from tests.people import make_account


def agencies(response):
    return {
        words(card.find(["h2", "h3"])): words(card)
        for card in soup(response).select("main .agency")
    }


def test_the_united_states_list_four_agencies_each_with_the_date_it_was_verified(client):
    shown = agencies(client.get("/help/?country=US"))
    for name in ["Polaris", "LawHelp.org", "Legal Services Corporation", "Findlegalhelp.org"]:
        card = next(text for title, text in shown.items() if name.lower() in title.lower())
        assert "Last verified on" in card
    for name in shown:
        row = Agency.objects.get(name=name)
        codes = {str(country.code) for country in row.countries.all()}
        assert not codes or "US" in codes


def test_an_agency_that_nobody_verified_for_a_year_is_marked_and_in_the_report(client):
    row = Agency.objects.get(name__icontains="polaris")
    assert "Not verified for a year" not in agencies(client.get("/help/"))[row.name]
    row.verified_on = timezone.now().date() - timedelta(days=366)
    row.save()
    assert "Not verified for a year" in agencies(client.get("/help/"))[row.name]
    client.force_login(make_account("an-editor", role="administrator"))
    assert row.name in client.get("/cms/reports/agencies-to-verify/").content.decode()
    row.verified_on = timezone.now().date()
    row.save()
    assert row.name not in client.get("/cms/reports/agencies-to-verify/").content.decode()


@pytest.mark.parametrize(
    ("query", "field"),
    [("language=es", "languages"), ("channel=phone", "channels"), ("issue=osec", "issues")],
)
def test_help_can_be_narrowed_down(client, query, field):
    shown = agencies(client.get(f"/help/?{query}"))
    assert 0 < len(shown) < Agency.objects.count()
    wanted = query.partition("=")[2]
    for name in shown:
        row = Agency.objects.get(name=name)
        if field == "languages":
            assert wanted in row.languages
        elif field == "channels":
            assert row.channels.filter(kind=wanted).exists()
        else:
            slugs = set(row.issues.values_list("slug", flat=True))
            assert not slugs or wanted in slugs


def test_choices_that_nobody_answers_to_say_so_and_offer_all(client):
    page = soup(client.get("/help/?country=NL&language=sw&channel=visit&issue=osec"))
    text = words(page.find("main"))
    if not page.select("main .agency"):
        assert "Nothing matches your choice" in text
    assert page.select_one("a[href='/help/']")


def test_every_page_offers_help_before_its_text(client, trees):
    pages = {**trees, **{view: soup(client.get(view)) for view in VIEWS[:4]}}
    for address, page in pages.items():
        if address == "/leave/" or page.find("main") is None:
            continue
        link = page.select_one("a.help-now")
        assert link["href"] in {"/help/", "/es/help/"}, address
        assert page.find("main") in link.find_all_next("main"), address


def test_help_opens_with_one_click_and_a_country_with_a_second(client, trees):
    for start in ["/", "/es/"]:
        first = client.get(trees[start].select_one("a.help-now")["href"], follow=True)
        assert first.status_code == 200
        assert "Kenya" in first.content.decode() or "Kenia" in first.content.decode()
        assert soup(first).select_one("form select[name=country]")


def test_links_of_agencies_open_only_what_is_safe(client):
    row = Agency.objects.get(name__icontains="polaris")
    way = row.channels.first()
    for value in ["javascript:alert(1)", "http://example.org", "data:text/html,x", "//example.org"]:
        for kind in ["web", "chat", "visit", "email", "phone", "text"]:
            way.kind, way.value = kind, value
            way.save()
            page = soup(client.get("/help/?country=US"))
            for link in page.select(".agency .ways a"):
                assert link["href"].startswith(("https://", "tel:", "sms:", "mailto:")), link
