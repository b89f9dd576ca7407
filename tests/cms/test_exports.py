"""What staff take out of the CMS as a spreadsheet starts nothing when it is opened."""

import io

import pytest
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from home.news.models import NewsIndexPage
from tests.cms.making import make_agency, make_figure

HOSTILE = ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"]
ADDRESSES = {
    "records": "/cms/snippets/home/figure/",
    "our report": "/cms/reports/figures-without-source/",
    "Wagtail's report": "/cms/reports/aging-pages/",
}


def cells(desk, address, kind):
    """Return the cells of an exported workbook, below its head, or the text of a CSV file."""
    content = b"".join(desk.get(f"{address}?export={kind}"))
    if kind == "xlsx":
        rows = load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True)
        return [str(cell) for row in rows for cell in row]
    return content.decode()


@pytest.fixture
def desk(desk_of):
    return desk_of("administrator")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("place", ADDRESSES)
def test_no_cell_of_an_export_is_a_formula(desk, home, place, kind):
    for number, words in enumerate(HOSTILE):
        make_figure(f"figure-{number}", label=words, source=None)
        page = home.add_child(instance=NewsIndexPage(title=words, slug=f"{number}", intro="New."))
        page.save_revision().publish()
    found = cells(desk, ADDRESSES[place], kind)
    assert [words for words in HOSTILE if f"'{words}" not in found] == []


def test_numbers_stay_numbers_and_words_stay_as_they_are(desk, home):
    make_figure(label="members", value=-4000, source=None)
    make_agency(name="Kituo – legal help")
    sheet = io.BytesIO(b"".join(desk.get("/cms/snippets/home/figure/?export=xlsx")))
    assert -4000 in [cell.value for cell in load_workbook(sheet).active[2]]
    assert "Kituo – legal help" in cells(desk, "/cms/snippets/home/agency/", "xlsx")


def every(view):
    return {view}.union(*(every(below) for below in view.__subclasses__()))


def test_no_view_writes_its_cells_in_another_way(client, db):
    client.get("/cms/")  # loads every view
    for view in every(SpreadsheetExportMixin):
        assert view.preprocess_field_value is SpreadsheetExportMixin.preprocess_field_value, view
        assert view.write_csv_row is SpreadsheetExportMixin.write_csv_row, view
        assert view.generate_xlsx_row is SpreadsheetExportMixin.generate_xlsx_row, view
