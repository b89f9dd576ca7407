"""The demo's records, from the TOML files beside this module."""

import tomllib
from datetime import date
from pathlib import Path

from django.utils.text import slugify
from wagtail.models import Locale

from home.figures.models import Figure, FigureTopic, Source
from home.help.models import Agency, Channel
from home.history.models import Milestone
from home.impact.models import Indicator, Observation
from home.partnerships.models import Partnership
from home.people.models import CouncilMember
from home.questions.models import Question, QuestionGroup
from home.records.models import Precision
from home.subjects.models import Country, HelpLine, Issue, Region, Theme

from .markup import Markup

CONTENT = Path(__file__).parent / "content"

REGIONS = {
    Region.AFRICA: "GH KE UG ZA RW ZM NG",
    Region.ASIA: "IN KH PH TH MY",
    Region.EUROPE: "RO GB NL DE",
    Region.LATIN_AMERICA: "BO DO SV GT EC PE",
    Region.NORTH_AMERICA: "US CA",
}
# The tenth country is counted in the figures and named nowhere.
IN_NETWORK = ["BO", "KH", "DO", "SV", "GH", "GT", "IN", "KE", "PH"]


def read(name):
    """Return the content of one TOML file as a dict of lists of dicts."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text())


def when(text):
    """Return (date, precision) of "2018", "2018-04" or "2018-04-12"."""
    parts = [int(part) for part in str(text).split("-")]
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[len(parts) - 1]
    return date(*[*parts, 1, 1][:3]), precision


def keep(model, match, links=None, **values):
    """Create or bring up to date one record, with its links to other records."""
    record = model.objects.filter(**match).first() or model(**match)
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean(exclude=["translation_key"])
    record.save()
    for name, rows in (links or {}).items():
        getattr(record, name).set(rows)
    if links:
        record.save()
    return record


class Records:
    """Loads every kind of record once; repeating it changes nothing."""

    def __init__(self):
        self.markup = Markup()
        self.locale = Locale.get_default()

    def load(self):
        for step in (
            self.countries,
            self.sources,
            self.themes,
            self.issues,
            self.figures,
            self.indicators,
            self.milestones,
            self.partnerships,
            self.questions,
            self.agencies,
            self.council,
        ):
            step()

    def subjects(self, row):
        return {
            "countries": [self.country[code] for code in row.get("countries", [])],
            "issues": [self.issue[slug] for slug in row.get("issues", [])],
        }

    def countries(self):
        self.country = {
            code: keep(Country, {"code": code}, region=region, in_network=code in IN_NETWORK)
            for region, codes in REGIONS.items()
            for code in codes.split()
        }
        for row in read("countries")["country"]:
            keep(HelpLine, {"country": self.country[row["code"]]}, text=row["help_line"])

    def sources(self):
        self.source = {
            row["key"]: keep(
                Source,
                {"key": row["key"]},
                title=row["title"],
                publisher=row["publisher"],
                year=row["year"],
                note=row.get("note", ""),
            )
            for row in read("sources")["source"]
        }

    def themes(self):
        self.theme = {
            row["slug"]: keep(
                Theme,
                {"slug": row["slug"]},
                kind=row["kind"],
                title=row["title"],
                summary=row["summary"],
                text="" if row["kind"] in {"outcome", "pillar"} else row["body"].strip(),
                order=position,
            )
            for position, row in enumerate(read("themes")["theme"])
        }

    def issues(self):
        self.issue = {
            row["slug"]: keep(
                Issue,
                {"slug": row["slug"]},
                title=row["title"],
                short_title=row["short"],
                summary=row["summary"],
                content_note=row.get("content_note", ""),
            )
            for row in read("issues")["issue"]
        }

    def figures(self):
        content = read("figures")
        topics = {
            row["slug"]: keep(
                FigureTopic, {"slug": row["slug"]}, title=row["title"], note=row["note"].strip()
            )
            for row in content["topic"]
        }
        self.figure = {}
        # Headlines come before their rows.
        for row in sorted(content["figure"], key=lambda row: bool(row.get("part_of"))):
            self.figure[row["slug"]] = self.one_figure(row, topics)

    def one_figure(self, row, topics):
        day, precision = when(row["as_of"])
        return keep(
            Figure,
            {"slug": row["slug"], "locale": self.locale},
            links=self.subjects(row) | {"themes": [self.theme[slug] for slug in row["themes"]]},
            label=row["label"],
            value=row["value"],
            unit=row["unit"],
            qualifier=row["qualifier"],
            date=day,
            precision=precision,
            source=self.source[row["source"]],
            place=row.get("place", ""),
            topic=topics.get(row.get("topic")),
            part_of=self.figure.get(row.get("part_of")),
            note=row.get("note", ""),
        )

    def indicators(self):
        content = read("indicators")
        for row in content["indicator"]:
            indicator = keep(
                Indicator,
                {"slug": row["slug"]},
                domain=row["domain"],
                title=row["title"],
                definition=row["definition"],
                how_measured=row.get("how_measured", ""),
            )
            indicator.observations.set(
                [
                    self.observation(found)
                    for found in content["observation"]
                    if found["indicator"] == row["slug"]
                ]
            )
            indicator.save()

    def observation(self, row):
        return Observation(
            country=self.country.get(row.get("country")),
            place=row["place"],
            unit=row.get("unit", ""),
            baseline_value=row.get("baseline_value"),
            baseline_date=str(row.get("baseline_date", "")),
            endline_value=row.get("endline_value"),
            endline_date=str(row.get("endline_date", "")),
            change_value=row.get("change_value"),
            change_unit=row.get("change_unit", "percent"),
            change_text=row["change_text"],
            method=row["method"],
            source=self.source[row["source"]],
            note=row.get("note", ""),
        )

    def milestones(self):
        for row in read("milestones")["milestone"]:
            day, precision = when(row["date"])
            keep(
                Milestone,
                {"slug": f"{day.year}-{slugify(row['title'])}"[:80].strip("-")},
                links=self.subjects(row),
                title=row["title"],
                text=row["text"],
                kind=row["kind"],
                date=day,
                precision=precision,
                source=self.source.get(row.get("source")),
            )

    def partnerships(self):
        for row in read("partnerships")["partnership"]:
            keep(
                Partnership,
                {"slug": row["slug"]},
                title=row["title"],
                funder=row["funder"],
                via=row.get("via", ""),
                amount=row["amount"],
                first_year=row["first_year"],
                last_year=row["last_year"],
                country=self.country[row["country"]],
                summary=row["summary"].strip(),
                source=self.source[row["source"]],
            )

    def questions(self):
        groups = {str(label): value for value, label in QuestionGroup.choices}
        for position, row in enumerate(read("questions")["question"]):
            question = keep(
                Question,
                {"slug": row["slug"]},
                links=self.subjects(row),
                group=groups[row["group"]],
                question=row["question"],
                answer=self.markup.rich(row["answer"]),
                order=position,
            )
            question.sources.set([self.source[key] for key in row.get("sources", [])])

    def agencies(self):
        for row in read("agencies")["agency"]:
            agency = keep(
                Agency,
                {"slug": slugify(row["name"])[:80]},
                links=self.subjects(row),
                name=row["name"],
                summary=row["summary"].strip(),
                languages=row["languages"],
                hours=row.get("hours", ""),
                is_emergency=row["emergency"],
                is_demo=row["demo"],
                verified_on=row["verified"],
            )
            agency.channels.set(
                [
                    Channel(kind=way["kind"], value=way["value"], note=way.get("note", ""))
                    for way in row["channels"]
                ]
            )
            agency.save()

    def council(self):
        for row in read("council")["member"]:
            keep(
                CouncilMember,
                {"display_name": row["display_name"]},
                name_changed=row["name_changed"],
                role=row["role"],
                region=row["region"],
                term_from=row["term_from"],
                term_to=row["term_to"],
                words=row["words"].strip(),
                is_listed=row["listed"],
            )
