"""Whoever quotes a figure sees its date, its source and what other sources say. (A28)"""

import csv
import io

from home.figures.models import Figure
from home.pages.models import HeadlineFigure, HomePage
from tests.home.public.site import soup, words
from tests.people import make_account


def test_two_figures_for_people_protected_stand_side_by_side_with_their_dates(trees):
    topic = trees["/figures/"].find(id="people-protected")
    rows = [words(row) for row in topic.select(".versus > li")]
    assert len(rows) == 2
    assert any("21" in row and "2017" in row for row in rows)
    assert any("150" in row for row in rows)
    assert "do not add or average" in words(topic)


def test_a_page_shows_the_figure_that_was_chosen_with_its_date(client):
    chosen = Figure.objects.get(slug="people-protected-21m", locale__language_code="en")
    other = Figure.objects.get(slug="people-protected-150m", locale__language_code="en")
    home = HomePage.objects.get(locale__language_code="en")
    HeadlineFigure.objects.create(page=home, figure=chosen, sort_order=9)
    shown = words(soup(client.get("/")).select_one("main .figures"))
    assert chosen.number in shown
    assert chosen.as_of in shown
    assert other.number not in shown


def test_the_difference_of_2013_is_flagged(trees):
    shown = words(trees["/figures/"].find(id="safety-2013"))
    assert "3,555" in shown
    assert "3,550" in shown
    assert "The rows do not add up to the headline" in shown
    assert "The difference is 5." in shown
    assert len(trees["/figures/"].find(id="safety-2013").select("tbody tr")) == 6


def test_no_difference_is_claimed_where_the_rows_add_up(client):
    row = Figure.objects.get(slug="safety-2013", locale__language_code="en")
    row.value = 3550
    row.save()
    assert "do not add up" not in client.get("/figures/").content.decode()


def test_every_figure_of_the_demo_has_a_source_and_a_date(trees):
    rows = trees["/figures/"].select("tbody tr")
    assert len(rows) >= 40
    for row in rows:
        what, number, as_of, source = (words(cell) for cell in row.find_all(["th", "td"]))
        assert what
        assert any(letter.isdigit() for letter in number)
        assert any(letter.isdigit() for letter in as_of)
        assert any(letter.isdigit() for letter in source)


def test_the_csv_holds_every_figure_of_the_page_once(client, trees):
    text = client.get("/figures/?format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert (
        len(rows) == len(trees["/figures/"].select("tbody tr"))
        or len(rows) == Figure.objects.filter(live=True, locale__language_code="en").count()
    )


def test_a_figure_without_a_source_and_its_pages_are_in_the_staff_reports(client):
    home = HomePage.objects.get(locale__language_code="en")
    row = Figure.objects.get(slug="members", locale__language_code="en")
    client.force_login(make_account("an-editor", role="administrator"))
    figures, pages = (
        "/cms/reports/figures-without-source/",
        "/cms/reports/pages-with-unsourced-figures/",
    )
    assert row.label not in client.get(figures).content.decode()
    assert home.title not in words(soup(client.get(pages)).find("main"))
    row.source = None
    row.save()
    assert row.label in client.get(figures).content.decode()
    assert home.title in words(soup(client.get(pages)).find("main"))


def test_a_figure_that_is_not_published_is_not_shown(client):
    row = Figure.objects.get(slug="people-protected-21m", locale__language_code="en")
    row.live = False
    row.save()
    page = soup(client.get("/figures/"))
    assert page.find(id="figure-people-protected-21m") is None
    assert len(page.find(id="people-protected").select(".versus > li")) == 1
