"""Case studies: what was wrong, what was tried, what came of it."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from home.pages.blocks import TEXT_FEATURES
from home.pages.models import FilteredPage, FilterForm, PublicPage, guided
from home.subjects.models import Country, Issue, Theme, ThemeKind


class Stage(models.TextChoices):
    BUILD = "build", _("Build")
    UNCOVER = "uncover", _("Uncover")
    PROVE = "prove", _("Prove")
    REPAIR = "repair", _("Repair")


def theme_choices():
    """Return (slug, title) of every part of the model, by kind."""
    themes = list(Theme.objects.public())
    return [("", _("All"))] + [
        (kind.label, [(theme.slug, theme.title) for theme in themes if theme.kind == kind])
        for kind in ThemeKind
    ]


class CaseFilterForm(FilterForm):
    stage = forms.ChoiceField(label=_("Stage"), choices=[("", _("All")), *Stage.choices])
    theme = forms.ChoiceField(label=_("Part of the model"), choices=theme_choices)


class CaseStudyIndexPage(FilteredPage):
    """Case studies by stage and by part of the model."""

    filter_form_class = CaseFilterForm
    template = "home/cases/index.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.CaseStudyPage"]
    max_count_per_parent = 1
    content_panels = guided(
        _("Case studies are pages below this one. Their order in the tree is the order here."),
        *FilteredPage.content_panels,
    )

    class Meta:
        verbose_name = _("list of case studies")

    def get_rows(self, chosen):
        cases = CaseStudyPage.objects.child_of(self).open().select_related("country", "locale")
        if "stage" in chosen:
            cases = cases.filter(stage=chosen["stage"])
        if "theme" in chosen:
            cases = cases.filter(themes__slug=chosen["theme"])
        return cases.order_by("path")


class CaseStudyPage(PublicPage):
    """One case: problem, approach, result, place, years, sources."""

    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="case_studies", verbose_name=_("country")
    )
    place = models.CharField(_("place"), max_length=120)
    years = models.CharField(_("years"), max_length=40)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage)
    problem = RichTextField(_("problem"), features=TEXT_FEATURES)
    approach = RichTextField(_("approach"), features=TEXT_FEATURES)
    result = RichTextField(_("result"), features=TEXT_FEATURES)
    sources = ParentalManyToManyField("home.Source", verbose_name=_("sources"))
    issues = ParentalManyToManyField(Issue, blank=True, verbose_name=_("issues"))
    themes = ParentalManyToManyField(Theme, blank=True, verbose_name=_("parts of the model"))

    content_panels = guided(
        _("Say first what was wrong, then what was tried, then what can be shown to have changed."),
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("content_note"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("country"), FieldPanel("place")]),
                FieldRowPanel([FieldPanel("years"), FieldPanel("stage")]),
            ],
            heading=_("Where and when"),
        ),
        FieldPanel("problem"),
        FieldPanel("approach"),
        FieldPanel("result"),
        FieldPanel("body"),
        FieldPanel("sources"),
        FieldPanel("issues"),
        FieldPanel("themes"),
    )
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("problem"),
        index.SearchField("approach"),
        index.SearchField("result"),
    ]
    api_fields = [
        *PublicPage.api_fields,
        APIField("place"),
        APIField("years"),
        APIField("stage"),
        APIField("problem"),
        APIField("approach"),
        APIField("result"),
    ]
    template = "home/cases/case.html"
    always_with = ("country",)
    parent_page_types = ["home.CaseStudyIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    @property
    def card_kicker(self):
        return self.get_stage_display()

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "sources": self.sources.all(),
            "themes": self.themes.all(),
            "issues": self.issues.select_related("page"),
        }

    def structured_data(self, request):
        return {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": self.title,
            "description": self.search_description or self.intro,
            "contentLocation": {"@type": "Place", "name": f"{self.place}, {self.country.name}"},
            "temporalCoverage": self.years,
            "datePublished": self.first_published_at and self.first_published_at.date().isoformat(),
            "dateModified": self.last_published_at and self.last_published_at.date().isoformat(),
            "publisher": {"@type": "NGO", "name": "Global Survivor Network"},
            "url": self.get_full_url(request),
        }
