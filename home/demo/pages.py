"""The demo's page tree, in English and five pages of it in Spanish."""

from wagtail.models import Locale, Page, Site

from home.cases.explainer import ModelPage
from home.cases.models import CaseStudyIndexPage, CaseStudyPage
from home.figures.pages import FiguresPage
from home.help.pages import HelpPage
from home.history.pages import CentreIndexPage, CentrePage, TimelinePage
from home.impact.pages import ImpactPage
from home.navigation.models import MainMenu
from home.news.models import NewsIndexPage, NewsPage
from home.pages.models import ContentPage, HomePage
from home.partnerships.pages import PartnershipsPage
from home.people.pages import CouncilPage
from home.questions.pages import QuestionsPage
from home.subjects.models import Country, Issue, Theme, ThemeKind
from home.subjects.pages import (
    CountryIndexPage,
    CountryPage,
    IssueIndexPage,
    IssuePage,
    ThemeIndexPage,
    ThemePage,
)

from .markup import Markup
from .parts import headline_figures, statements
from .records import read
from .spanish import Spanish

# Order is the order in the tree.
TOP_PAGES = {
    "about": ContentPage,
    "leadership-council": CouncilPage,
    "principles": ContentPage,
    "countries": CountryIndexPage,
    "issues": IssueIndexPage,
    "model": ModelPage,
    "case-studies": CaseStudyIndexPage,
    "impact": ImpactPage,
    "milestones": TimelinePage,
    "centres": CentreIndexPage,
    "partnerships": PartnershipsPage,
    "figures": FiguresPage,
    "news": NewsIndexPage,
    "faq": QuestionsPage,
    "help": HelpPage,
    "safety": ContentPage,
    "privacy": ContentPage,
}
MENU = {
    "network": ["about", "leadership-council", "principles", "countries"],
    "change": ["model", "issues", "case-studies", "impact", "milestones", "partnerships"],
    "know": ["news", "faq", "figures", "centres"],
}
DESCRIPTION_LENGTH = 155


def keep_page(model, parent, slug, links=None, **values):
    """Create or bring up to date one page below `parent`, and publish it."""
    page = model.objects.child_of(parent).filter(slug=slug).first()
    if page is None:
        page = model(slug=slug, locale=parent.locale)
    for name, value in values.items():
        setattr(page, name, value)
    for name, rows in (links or {}).items():
        setattr(page, name, rows)
    if page.pk:
        page.save()
    else:
        parent.add_child(instance=page)
    page.save_revision().publish()
    return page


class Pages:
    """Builds the tree from the content files. Needs the records to be there."""

    def __init__(self):
        self.texts = {row["slug"]: row for row in read("pages_en")["page"]}
        self.extra = read("pages_en")
        self.markup = Markup()
        self.country = {str(row.code): row for row in Country.objects.all()}
        self.issue = {row.slug: row for row in Issue.objects.all()}
        self.theme = {row.slug: row for row in Theme.objects.all()}

    def load(self):
        """Build every page twice: links can only be made once all pages have their addresses."""
        for _round in range(2):
            self.home = self.home_page()
            self.tops = {slug: self.top_page(slug, model) for slug, model in TOP_PAGES.items()}
            for build in (
                self.themes,
                self.countries,
                self.issues,
                self.cases,
                self.centres,
                self.news,
            ):
                build()
            self.markup = Markup(self.addresses())
        self.menu()
        Spanish(self.home, self.tops).load()

    def addresses(self):
        pages = Page.objects.descendant_of(self.home, inclusive=True)
        start = len(self.home.url_path) - 1
        return {page.url_path[start:]: page.pk for page in pages}

    def home_page(self):
        site = Site.objects.get(is_default_site=True)
        home = HomePage.objects.filter(locale=Locale.get_default()).first()
        text = self.texts["home"]
        if home is None:
            home = HomePage(slug="home-en", title=text["title"], intro=text["intro"].strip())
            Page.get_first_root_node().add_child(instance=home)
            welcome = site.root_page
            site.root_page = home
            site.site_name = "Global Survivor Network"
            site.save()
            welcome.delete()
        home.title, home.intro = text["title"], text["intro"].strip()
        home.search_description = text["description"]
        home.body = self.markup.blocks(text["body"])
        home.headline_figures = headline_figures(home.locale)
        home.save_revision().publish()
        return home

    def top_page(self, slug, model):
        text = self.texts[slug]
        values = {
            "title": text["title"],
            "intro": text["intro"].strip(),
            "search_description": text["description"],
            "body": self.markup.blocks(text.get("body", "")),
        }
        if slug == "principles":
            values["body"] += [statements(self.markup, self.extra["principle"])]
        if slug == "model":
            values["steps"] = [self.step(row) for row in self.extra["step"]]
        return keep_page(model, self.home, slug, **values)

    def step(self, row):
        return (
            "step",
            {
                "part": str(row["part"]),
                "anchor": row["slug"],
                "title": row["title"],
                "text": self.markup.rich(row["text"]),
            },
        )

    def themes(self):
        for kind, slug, title in (
            (ThemeKind.OUTCOME, "outcomes", "Four outcomes"),
            (ThemeKind.PILLAR, "pillars", "Four pillars of change"),
        ):
            rows = [row for row in read("themes")["theme"] if row["kind"] == kind]
            names = ", ".join(row["title"] for row in rows)
            index = keep_page(
                ThemeIndexPage, self.tops["model"], slug, title=title, kind=kind, intro=f"{names}."
            )
            for row in rows:
                keep_page(
                    ThemePage,
                    index,
                    row["slug"],
                    title=row["title"],
                    theme=self.theme[row["slug"]],
                    intro=row["summary"],
                    search_description=shorten(row["summary"]),
                    body=self.markup.blocks(row["body"]),
                )

    def countries(self):
        for row in read("countries")["country"]:
            country = self.country[row["code"]]
            keep_page(
                CountryPage,
                self.tops["countries"],
                row["slug"],
                links=self.links(row, "issues", "themes"),
                title=country.name,
                country=country,
                intro=row["summary"],
                search_description=shorten(row["summary"]),
                body=[
                    *self.part("Background", row["background"]),
                    *self.part("The network here", row["network"]),
                    *self.part("The programme", row["programme"]),
                ],
            )

    def issues(self):
        for row in read("issues")["issue"]:
            keep_page(
                IssuePage,
                self.tops["issues"],
                row["slug"],
                title=row["title"],
                issue=self.issue[row["slug"]],
                intro=row["summary"],
                search_description=shorten(row["summary"]),
                content_note=row.get("content_note", ""),
                body=self.markup.blocks(row["body"]),
            )

    def cases(self):
        sources = {row.key: row for row in CaseStudyPage.sources.field.related_model.objects.all()}
        for row in read("case_studies")["case_study"]:
            keep_page(
                CaseStudyPage,
                self.tops["case-studies"],
                row["slug"],
                links=self.links(row, "issues", "themes")
                | {"sources": [sources[key] for key in row["sources"]]},
                title=row["title"],
                intro=row["summary"],
                search_description=shorten(row["summary"]),
                content_note=row.get("content_note", ""),
                country=self.country[row["country"]],
                place=row["place"],
                years=row["years"],
                stage=row["stage"],
                problem=self.markup.rich(row["problem"]),
                approach=self.markup.rich(row["approach"]),
                result=self.markup.rich(row["result"]),
            )

    def centres(self):
        for row in read("centres")["centre"]:
            keep_page(
                CentrePage,
                self.tops["centres"],
                row["slug"],
                links={
                    "countries": [self.country[row["country"]]] if row.get("country") else [],
                    "issues": [self.issue[slug] for slug in row["issues"]],
                },
                title=row["title"],
                founded=row.get("year"),
                role=row["role"],
                intro=row["role"],
                search_description=shorten(row["role"]),
                body=self.markup.blocks(row["body"]),
            )

    def news(self):
        for row in read("news")["news"]:
            keep_page(
                NewsPage,
                self.tops["news"],
                row["slug"],
                links=self.links(row, "issues", "countries"),
                title=row["title"],
                date=row["date"],
                intro=row["summary"],
                search_description=shorten(row["summary"]),
                body=self.markup.blocks(row["body"]),
            )

    def links(self, row, *names):
        known = {"issues": self.issue, "themes": self.theme, "countries": self.country}
        return {name: [known[name][slug] for slug in row.get(name, [])] for name in names}

    def part(self, heading, text):
        return [("heading", heading), ("text", self.markup.rich(text))]

    def menu(self):
        menu = MainMenu.for_site(Site.objects.get(is_default_site=True))
        menu.groups = [
            ("group", {"group": group, "pages": [self.tops[slug] for slug in slugs]})
            for group, slugs in MENU.items()
        ]
        menu.save()


def shorten(text):
    """Return a search description: whole words, at most DESCRIPTION_LENGTH characters."""
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return f"{text[: DESCRIPTION_LENGTH - 1].rsplit(' ', 1)[0].rstrip(',;:')}…"
