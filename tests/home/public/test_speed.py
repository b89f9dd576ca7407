"""A page asks the database a fixed number of questions, however much there is to show."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.figures.models import Figure
from home.help.models import Agency, Channel
from home.history.models import Milestone
from home.news.models import NewsPage
from home.pagecache.store import pages
from home.partnerships.models import Partnership
from home.questions.models import Question
from home.subjects.models import Country, Issue
from tests.home.public.site import addresses, page_at

HOME, OTHERS = 25, 15
VIEWS = ["/search/?q=court", "/feeds/news.atom", "/newsletter/", "/es/search/?q=x"]
GROWING = [
    "/", "/countries/kenya/", "/issues/forced-labour/", "/milestones/", "/partnerships/", "/figures/",
    "/faq/", "/help/", "/news/", "/help/?country=KE", "/impact/", "/model/outcomes/rescue/",
]  # fmt: skip


def questions(client, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(asked), [query["sql"][:160] for query in asked]


def test_no_page_asks_more_than_its_share(client, as_in_a_running_process):
    as_in_a_running_process()
    client.get("/")
    too_many = {}
    for address in [*addresses(), *VIEWS]:
        as_in_a_running_process()
        number, _asked = questions(client, address)
        if number > (HOME if address in {"/", "/es/"} else OTHERS):
            too_many[address] = number
    assert too_many == {}


def grow():
    """Add as much again of everything about Kenya and forced labour."""
    kenya, issue = Country.objects.get(code="KE"), Issue.objects.get(slug="forced-labour")
    for model in (Milestone, Agency, Question, Figure):
        for number, row in enumerate(list(model.objects.all())):
            copy = model.objects.get(pk=row.pk)
            copy.pk = None
            copy.slug = f"copy-{number}"
            if model is Figure:
                copy.translation_key = uuid4()
            copy.save()
            copy.countries.set([kenya])
            copy.issues.set([issue])
            copy.save()
            if model is Agency:
                Channel.objects.create(agency=copy, kind="web", value="https://example.org")
    for number, row in enumerate(list(Partnership.objects.all())):
        row.pk, row.slug, row.country = None, f"copy-{number}", kenya
        row.save()
    parent = page_at("/news/")
    for number in range(12):
        page = NewsPage(title=f"Copy {number}", slug=f"copy-{number}", intro="x", date="2020-01-01")
        page.countries, page.issues = [kenya], [issue]
        parent.add_child(instance=page)


def test_twice_as_much_to_show_asks_no_more_questions(client, as_in_a_running_process):
    def counts():
        as_in_a_running_process()
        client.get("/")
        found = {}
        for address in GROWING:
            as_in_a_running_process()
            found[address] = questions(client, address)[0]
        return found

    before = counts()
    grow()
    pages.drop()
    after = counts()
    more = {
        address: (before[address], after[address])
        for address in GROWING
        if after[address] > before[address]
    }
    assert more == {}


@pytest.mark.parametrize("address", ["/help/", "/figures/"])
def test_doubling_really_shows_more(client, address):
    before = len(client.get(address).content)
    grow()
    assert len(client.get(address).content) > before * 1.3
