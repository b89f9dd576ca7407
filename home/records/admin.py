"""How editors find and keep records: lists with the columns and filters that matter."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.figures.models import Figure, FigureTopic, Source
from home.help.models import Agency
from home.help.usage import AgencyUsageView
from home.history.models import Milestone
from home.impact.models import Indicator
from home.partnerships.models import Partnership
from home.people.models import CouncilMember
from home.questions.models import Question
from home.subjects.models import Country, HelpLine, Issue, Theme


class FigureViewSet(SnippetViewSet):
    model = Figure
    icon = "order"
    list_display = ["__str__", "as_of", "source", "topic", UpdatedAtColumn()]
    list_filter = ["source", "topic", "unit"]
    search_fields = ["label", "place", "slug"]
    list_export = ["slug", "label", "qualifier", "value", "unit", "date", "source", "place"]


class FigureTopicViewSet(SnippetViewSet):
    model = FigureTopic
    icon = "help"


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "openquote"
    list_display = ["key", "title", "publisher", "year"]
    search_fields = ["key", "title", "publisher"]


class IndicatorViewSet(SnippetViewSet):
    model = Indicator
    icon = "form"
    list_display = ["title", "domain", UpdatedAtColumn()]
    list_filter = ["domain"]


class MilestoneViewSet(SnippetViewSet):
    model = Milestone
    icon = "date"
    list_display = ["title", "as_of", "kind", "source", UpdatedAtColumn()]
    list_filter = ["kind", "source"]
    search_fields = ["title", "text"]


class PartnershipViewSet(SnippetViewSet):
    model = Partnership
    icon = "group"
    list_display = ["title", "country", "funder", "amount", "years"]
    list_filter = ["funder"]
    list_export = ["title", "country", "funder", "via", "amount", "first_year", "last_year"]


class AgencyViewSet(SnippetViewSet):
    model = Agency
    usage_view_class = AgencyUsageView
    icon = "help"
    list_display = [
        "name",
        "verified_on",
        BooleanColumn("is_verified", label=_("verified")),
        BooleanColumn("is_emergency", label=_("emergency")),
    ]
    list_filter = {"countries": ["exact"], "issues": ["exact"], "verified_on": ["lt"]}
    search_fields = ["name", "summary"]
    list_export = ["name", "summary", "verified_on", "hours", "is_emergency"]


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    list_display = ["question", "group", "helped", "did_not_help"]
    list_filter = ["group"]
    search_fields = ["question", "answer"]


class CouncilMemberViewSet(SnippetViewSet):
    model = CouncilMember
    icon = "group"
    list_display = ["display_name", "role", BooleanColumn("is_listed", label=_("listed"))]
    list_filter = ["is_listed"]


class CountryViewSet(SnippetViewSet):
    model = Country
    icon = "site"
    list_display = ["name", "code", "region", "in_network"]
    list_filter = ["region", "in_network"]
    search_fields = ["code"]


class HelpLineViewSet(SnippetViewSet):
    model = HelpLine
    icon = "warning"
    list_display = ["country", "phone", "text"]


class IssueViewSet(SnippetViewSet):
    model = Issue
    icon = "tag"
    list_display = ["title", "short_title", "slug", UpdatedAtColumn()]


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "list-ul"
    list_display = ["title", "kind", "order"]
    list_filter = ["kind"]


class EvidenceGroup(SnippetViewSetGroup):
    items = (FigureViewSet, FigureTopicViewSet, SourceViewSet, IndicatorViewSet)
    menu_label = _("Evidence")
    menu_icon = "order"
    menu_order = 210


class RecordsGroup(SnippetViewSetGroup):
    items = (MilestoneViewSet, PartnershipViewSet, QuestionViewSet, CouncilMemberViewSet)
    menu_label = _("Records")
    menu_icon = "list-ul"
    menu_order = 220


class HelpGroup(SnippetViewSetGroup):
    items = (AgencyViewSet, HelpLineViewSet)
    menu_label = _("Help directory")
    menu_icon = "help"
    menu_order = 230


class SubjectsGroup(SnippetViewSetGroup):
    items = (CountryViewSet, IssueViewSet, ThemeViewSet)
    menu_label = _("Subjects")
    menu_icon = "tag"
    menu_order = 240


for group in (EvidenceGroup, RecordsGroup, HelpGroup, SubjectsGroup):
    register_snippet(group)
