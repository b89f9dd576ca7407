"""A chart is a picture for those who see it, and numbers for everybody."""

from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.translation import override

from home.charts import BarChart, Row


def make_chart(*rows, **fields):
    return BarChart(
        caption="Cases that came to court",
        before_label="2014",
        after_label="2018",
        measured=list(rows),
        **fields,
    )


def test_picture_and_table_tell_the_same_numbers():
    chart = make_chart(Row("Trials", 1200, 252), Row("Arrests", 40, 60))
    page = render_to_string(
        "includes/bar_chart.html", {"chart": chart, "id": "c", "csv_url": "/c.csv"}
    )
    picture, table = (
        page.split("</svg>\n  \n<div", 1)
        if "</svg>\n  \n<div" in page
        else page.rsplit("</svg>", 1)
    )
    for number in ("1,200", "252", "40", "60"):
        assert f">{number}</text>" in picture
        assert f">{number}</td>" in table
    assert "−79 %" in table
    assert "+50 %" in table


def test_bars_are_as_long_as_their_numbers():
    bars = make_chart(Row("Trials", 100, 25), Row("Arrests", 0, 50)).bars
    assert [bar.before_width for bar in bars] == [320, 0]
    assert [bar.after_width for bar in bars] == [80, 160]


def test_a_start_of_nothing_has_no_change_in_percent():
    assert make_chart(Row("Trials", 0, 12)).rows[0][-1] == "–"
    assert make_chart(Row("Trials", 0, 0)).bars[0].after_width == 0


def test_a_spanish_chart_draws_with_points_and_writes_with_commas():
    with override("es"):
        chart = make_chart(Row("Juicios", Decimal("12.5"), 3), unit="%")
        page = render_to_string("includes/bar_chart.html", {"chart": chart, "id": "c"})
    assert "12,5 %" in page
    assert 'width="77"' in page


def test_what_editors_write_cannot_break_the_picture():
    chart = make_chart(Row("<script>alert(1)</script>", 1, 2))
    page = render_to_string("includes/bar_chart.html", {"chart": chart, "id": "c"})
    assert "<script>" not in page
