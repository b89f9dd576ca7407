"""The first page of the CMS, its reports and the guide: each role meets its own."""

import io

import pytest
from openpyxl import load_workbook

from home.desk.guide import render
from home.news.models import NewsIndexPage
from home.records.reports import REPORTS
from tests.cms.making import make_agency, make_figure

WRITERS = ("story-editor", "advocacy-editor", "data-officer", "administrator")


@pytest.fixture
def work(home):
    """A figure without source, an agency nobody verified, and a page that no translation has."""
    make_figure(source=None)
    make_agency(verified_on="2020-01-01")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.index_url_name)
@pytest.mark.parametrize("role", [*WRITERS, "council-reviewer"])
def test_each_report_opens_and_exports_for_writers_only(report, role, work, desk_of):
    desk = desk_of(role)
    address = f"/cms/reports/{report.index_url_name.replace('_', '-')}/"
    if role == "council-reviewer":
        assert desk.get(address).status_code == 302
        assert desk.get(f"{address}?export=csv").status_code == 302
        return
    assert desk.get(address).status_code == 200
    assert desk.get(f"{address}results/").status_code == 200
    lines = b"".join(desk.get(f"{address}?export=csv")).decode().splitlines()
    rows = report().get_queryset().count()
    assert len(lines) == rows + 1
    sheet = load_workbook(io.BytesIO(b"".join(desk.get(f"{address}?export=xlsx")))).active
    assert sheet.max_row == rows + 1


def test_reports_find_what_should_be_mended(work, home):
    found = {report.index_url_name: report().get_queryset().count() for report in REPORTS}
    assert found == {
        "figures_without_source": 1,
        "pages_with_unsourced_figures": 0,
        "agencies_to_verify": 1,
        "images_without_description": 0,
        "untranslated_pages": found["untranslated_pages"],
    }


def test_an_untranslated_page_leaves_the_report_when_its_translation_is_public(home):
    from wagtail.models import Locale

    spanish = Locale.objects.get_or_create(language_code="es")[0]
    report = next(one for one in REPORTS if one.index_url_name == "untranslated_pages")
    assert home.pk in report().get_queryset().values_list("pk", flat=True)
    copy = home.copy_for_translation(spanish)
    assert home.pk in report().get_queryset().values_list("pk", flat=True)
    copy.save_revision().publish()
    assert home.pk not in report().get_queryset().values_list("pk", flat=True)


@pytest.mark.parametrize("role", WRITERS)
def test_writers_see_what_to_mend(role, work, desk_of):
    desk = desk_of(role).get("/cms/").content.decode()
    assert "/cms/reports/figures-without-source/" in desk.partition('id="desk-mend')[2]
    assert "Agencies to verify" in desk
    assert "fewer than 10 people have confirmed" in desk


def test_a_reviewer_is_shown_no_report_that_is_closed_to_them(work, desk_of):
    desk = desk_of("council-reviewer")
    page = desk.get("/cms/").content.decode()
    for report in REPORTS:
        assert f"/cms/reports/{report.index_url_name.replace('_', '-')}/" not in page
    assert "desk-mend" not in page


def test_a_draft_waits_on_the_desk_of_the_person_who_wrote_it_and_of_nobody_else(home, desk_of):
    writer, other = desk_of("story-editor"), desk_of("advocacy-editor")
    page = home.add_child(instance=NewsIndexPage(title="Half a thought", intro="Soon.", live=False))
    page.save_revision(user=writer.person)
    assert "Half a thought" in writer.get("/cms/").content.decode().partition("desk-drafts")[2]
    assert "desk-drafts" not in other.get("/cms/").content.decode()


@pytest.mark.parametrize("role", [*WRITERS, "council-reviewer"])
def test_every_role_can_read_the_guide(role, home, desk_of):
    guide = desk_of(role).get("/cms/guide/").content.decode()
    assert '<h2 id="figures-and-sources">' in guide
    assert "**" not in guide.partition("<h2")[2]


def test_the_guide_cannot_carry_markup_or_a_hostile_link():
    shown = render("<script>alert(1)</script> [go](javascript:alert(1)) [on](/cms/) **now**")
    assert "<script" not in shown
    assert "javascript" not in shown
    assert '<a href="/cms/">on</a>' in shown
    assert "<strong>now</strong>" in shown
