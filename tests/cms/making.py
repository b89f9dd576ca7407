"""Records, pages and forms with as little in them as an editor must give."""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from wagtail.models import Locale, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.figures.models import Figure, FigureTopic, Source
from home.help.models import Agency, Channel
from home.history.models import Milestone
from home.impact.models import Indicator
from home.pages.models import HomePage
from home.partnerships.models import Partnership
from home.people.models import CouncilMember
from home.questions.models import Question
from home.subjects.models import Country, HelpLine, Issue, Theme

LONG_AGO = date(2021, 3, 4)


def make_home(slug="front"):
    """Put a front page at the root of the site and return it."""
    site = Site.objects.get(is_default_site=True)
    page = HomePage(title="Front page", slug=slug, intro="We work to end violence.")
    site.root_page.get_parent().add_child(instance=page)
    site.root_page = page
    site.save()
    return page


def make_country(code="KE"):
    return Country.objects.get_or_create(code=code, defaults={"region": "africa"})[0]


def make_source(**values):
    values = {"key": "s1", "title": "A brief", "publisher": "The network", "year": 2023} | values
    return Source.objects.get_or_create(key=values.pop("key"), defaults=values)[0]


def make_figure(slug="members", **values):
    values = {
        "label": "members of the network",
        "value": Decimal(4000),
        "date": LONG_AGO,
        "locale": Locale.get_default(),
        "source": make_source(),
    } | values
    return Figure.objects.create(slug=slug, **values)


def make_agency(slug="kituo", **values):
    values = {
        "name": "Kituo",
        "summary": "Legal help.",
        "languages": ["en", "sw"],
        "verified_on": timezone.now().date(),
    } | values
    agency = Agency(slug=slug, **values)
    agency.channels = [Channel(kind="phone", value="+254 700 000000")]
    agency.save()
    return agency


def make_records():
    """Return one published record of each kind, by its model."""
    records = [
        make_country(),
        make_source(),
        make_figure(),
        make_agency(),
        FigureTopic.objects.create(slug="members", title="Members", note="They differ."),
        Indicator.objects.create(
            slug="reports", domain="reliance", title="Reports", definition="People who report."
        ),
        Milestone.objects.create(
            slug="start", title="The start", text="It began.", kind="network", date=LONG_AGO
        ),
        Partnership.objects.create(
            slug="one",
            title="One project",
            funder="A fund",
            amount=1000,
            first_year=2020,
            last_year=2021,
            country=make_country(),
            summary="For courts.",
            source=make_source(),
        ),
        Question.objects.create(
            slug="who", group="network", question="Who are you?", answer="<p>Survivors.</p>"
        ),
        CouncilMember.objects.create(
            display_name="Amani",
            role="Chair",
            term_from=2022,
            term_to=2024,
            words="Works on courts.",
            is_listed=True,
        ),
        Issue.objects.create(
            slug="forced-labour", title="Forced labour", short_title="Labour", summary="Work."
        ),
        Theme.objects.create(kind="pillar", slug="courts", title="Courts", summary="Fair courts."),
        HelpLine.objects.create(country=make_country("GH"), text="Call first.", phone="112"),
    ]
    return {type(record): record for record in records}


def stream(*blocks):
    """Return form data of a body; blocks are (type, value)."""
    return streamfield(list(blocks))


def page_form(title, slug, **more):
    """Return the form data of a page as the browser sends it."""
    base = {
        "title": title,
        "slug": slug,
        "intro": "Opening words.",
        "body": stream(("heading", "A part"), ("text", rich_text("<p>Some words.</p>"))),
        "comments": inline_formset([]),
        "action-publish": "action-publish",
    }
    return as_posted({**base, **more})


def as_posted(fields):
    """Return nested fields as the browser posts them; a list of several choices stays one field."""
    several = {name: value for name, value in fields.items() if isinstance(value, list)}
    single = {name: value for name, value in fields.items() if name not in several}
    return nested_form_data(single) | several
