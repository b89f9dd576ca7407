"""Parts of the demo's pages that every language has."""

from home.figures.models import Figure
from home.pages.models import HeadlineFigure

HEADLINES = ["members", "countries", "launched"]


def headline_figures(locale):
    figures = {row.slug: row for row in Figure.objects.filter(slug__in=HEADLINES, locale=locale)}
    return [
        HeadlineFigure(figure=figures[slug], sort_order=position)
        for position, slug in enumerate(HEADLINES)
        if slug in figures
    ]


def statements(markup, rows):
    """Return the numbered statements of the principles page as a block."""
    return (
        "statements",
        {
            "statements": [
                {"anchor": row["slug"], "title": row["title"], "text": markup.rich(row["text"])}
                for row in rows
            ]
        },
    )
