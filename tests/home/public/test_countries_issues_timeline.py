"""A reader follows a country or an issue, and the steps on the timeline. (A19, A20, A21, A22)"""

from home.news.models import NewsPage
from home.partnerships.models import Partnership
from home.subjects.pages import CountryPage
from tests.home.public.site import page_at, soup, words


def dates(tree):
    return [time["datetime"] for time in tree.select(".timeline time")]


def test_kenya_shows_2018_in_the_order_of_dates_and_so_does_the_timeline_of_the_issue(
    client, trees
):
    kenya = trees["/countries/kenya/"]
    assert dates(kenya) == sorted(dates(kenya))
    item = next(row for row in kenya.select(".timeline > li") if "2018" in words(row.find("time")))
    title = words(item.find(["h2", "h3"]))
    assert "convict" in words(item).lower()
    listed = soup(client.get("/milestones/?issue=police-abuse"))
    assert title in [words(heading) for heading in listed.select(".timeline h2, .timeline h3")]
    assert dates(listed) == sorted(dates(listed))
    assert len(dates(listed)) < len(dates(trees["/milestones/"]))


def test_a_country_shows_all_that_is_public_about_it(trees):
    kenya = trees["/countries/kenya/"]
    headings = [words(heading) for heading in kenya.select("main h2")]
    for heading in ["Background", "The network here", "The programme", "Get help", "Milestones"]:
        assert heading in headings


def test_a_section_without_public_content_is_left_out_not_empty(client, trees):
    for address, tree in trees.items():
        for section in tree.select("main section:has(h2)"):
            assert len(words(section)) > len(words(section.find("h2"))), address
    ghana = page_at("/countries/ghana/")
    assert "Partnerships" in client.get("/countries/ghana/").content.decode()
    Partnership.objects.filter(country=ghana.country).update(live=False)
    assert 'id="partnerships"' not in client.get("/countries/ghana/").content.decode()


def test_one_change_of_a_record_shows_on_every_page_that_it_is_about(client):
    row = Partnership.objects.get(slug="ghana-2019")
    row.title = "A new name for the project"
    row.save()
    for address in ["/partnerships/", "/countries/ghana/"]:
        assert "A new name for the project" in client.get(address).content.decode()


def test_an_issue_lists_its_countries_questions_agencies_and_news(trees):
    sections = {heading["id"] for heading in trees["/issues/forced-labour/"].select("main h2[id]")}
    assert {"help", "countries", "milestones", "questions", "news"} <= sections


def test_a_renamed_issue_leaves_a_lasting_redirect(client, django_capture_on_commit_callbacks):
    page = page_at("/issues/forced-labour/")
    page.slug = "forced-work"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = client.get("/issues/forced-labour/")
    assert response.status_code == 301
    assert response["Location"].endswith("/issues/forced-work/")
    assert client.get(response["Location"]).status_code == 200


def test_each_centre_has_year_role_and_programme_and_stands_on_the_timeline(trees):
    pages = [
        address for address in trees if address.startswith("/centres/") and address != "/centres/"
    ]
    assert len(pages) == 3
    listed = trees["/milestones/"].select(".timeline li")
    for address in pages:
        centre = page_at(address)
        shown = words(trees[address].find("main"))
        assert centre.role in shown
        if centre.founded:
            assert str(centre.founded) in shown
            entry = next(row for row in listed if row.find("a", href=address))
            assert words(entry.find("time")) == str(centre.founded)
        for country in centre.countries.all():
            assert trees[address].select_one(f"main a[href='{page_at_country(country)}']")


def page_at_country(country):
    return f"/countries/{CountryPage.objects.get(country=country).slug}/"


def test_founding_years_are_the_published_ones(trees):
    text = words(trees["/milestones/"].find("main"))
    assert "2020 Center to End Online Sexual Exploitation of Children" in text
    assert "2017 Global Fusion Center" in text


def test_news_of_a_country_stands_on_its_page(trees):
    item = NewsPage.objects.filter(countries__isnull=False).first()
    address = page_at_country(item.countries.first())
    section = trees[address].find(id="news")
    assert section is not None
