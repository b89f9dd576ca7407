"""The sections that the public site's own records add to pages of countries, issues and themes."""

from django.utils.translation import gettext_lazy as _

from home.cases.models import CaseStudyPage
from home.figures.models import Figure
from home.help.models import Agency
from home.history.models import Milestone
from home.history.pages import CentrePage, timeline
from home.impact.models import Observation
from home.news.models import NewsPage
from home.partnerships.models import Partnership
from home.questions.models import Question
from home.subjects.pages import CountryPage
from home.subjects.sections import about, section


def founded_centres(subject):
    """Return the centres of a subject; two sections show them, one query finds them."""
    if "theme" in subject:
        return []
    if "centres" not in subject:
        subject["centres"] = list(about(CentrePage.objects.open(), subject).order_by("founded"))
    return subject["centres"]


@section("help", title=_("Get help"), template="home/sections/help.html", order=10)
def help_here(subject):
    if "theme" in subject:
        return []
    agencies = about(Agency.objects.public(), subject).prefetch_related("channels")
    return agencies[:4]


@section("countries", title=_("Countries"), template="home/sections/pages.html", order=15)
def countries(subject):
    if "country" in subject:
        return []
    pages = CountryPage.objects.open().select_related("country")
    return about(pages, subject).order_by("title")


@section("figures", title=_("Key figures"), template="home/sections/figures.html", order=20)
def figures(subject):
    rows = about(Figure.objects.public(), subject).filter(locale__language_code="en")
    return rows.filter(part_of=None).select_related("source").order_by("-date", "label")


@section("results", title=_("What was measured"), template="home/sections/results.html", order=30)
def results(subject):
    rows = Observation.objects.filter(indicator__live=True).select_related("indicator", "source")
    return about(rows, subject, country="country", issue=None, theme=None)


@section("milestones", title=_("Milestones"), template="home/sections/milestones.html", order=40)
def milestones(subject):
    if "theme" in subject:
        return []
    return timeline(about(Milestone.objects.public(), subject), founded_centres(subject))


@section("cases", title=_("Case studies"), template="home/sections/pages.html", order=50)
def cases(subject):
    pages = CaseStudyPage.objects.open()
    return about(pages, subject, country="country").order_by("path")


@section("centres", title=_("Centres"), template="home/sections/pages.html", order=60)
def centres(subject):
    return founded_centres(subject)


@section(
    "partnerships", title=_("Partnerships"), template="home/sections/partnerships.html", order=70
)
def partnerships(subject):
    rows = Partnership.objects.public().select_related("source")
    return about(rows, subject, country="country", issue=None, theme=None)


@section("questions", title=_("Questions"), template="home/sections/questions.html", order=80)
def questions(subject):
    return about(Question.objects.public(), subject, theme=None)


@section("news", title=_("News"), template="home/sections/news.html", order=90)
def news(subject):
    return about(NewsPage.objects.open(), subject, theme=None).order_by("-date")[:4]
