"""Pages of countries, issues and parts of the model, each fed from the same records."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page

from home.pages.models import PublicPage, guided

from .models import Country, Issue, Region, Theme, ThemeKind
from .sections import sections_for


class SubjectIndexPage(PublicPage):
    """A list of all pages below it."""

    class Meta:
        abstract = True

    def subject_pages(self):
        raise NotImplementedError

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"pages": self.subject_pages()}


class CountryIndexPage(SubjectIndexPage):
    """Countries by region."""

    template = "home/subjects/country_index.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.CountryPage"]
    max_count_per_parent = 1
    content_panels = guided(
        _(
            "Each country has a page below this one. Name no country where that could put people in danger."
        ),
        *PublicPage.content_panels,
    )

    class Meta:
        verbose_name = _("list of countries")

    def subject_pages(self):
        pages = CountryPage.objects.child_of(self).open().select_related("country", "locale")
        return sorted(pages, key=lambda page: (page.country.region, page.title))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["regions"] = [
            (region.label, [page for page in context["pages"] if page.country.region == region])
            for region in Region
        ]
        return context


class CountryPage(PublicPage):
    """All that is public about one country, from one data source."""

    country = models.OneToOneField(
        Country, on_delete=models.PROTECT, related_name="page", verbose_name=_("country")
    )
    themes = ParentalManyToManyField(Theme, blank=True, verbose_name=_("parts of the model"))
    issues = ParentalManyToManyField(Issue, blank=True, verbose_name=_("issues"))

    content_panels = guided(
        _(
            "Figures, milestones, partnerships, centres, cases, news and help come by themselves "
            "from the records that name this country. Write background, network and programme here."
        ),
        *Page.content_panels,
        FieldPanel("country"),
        *PublicPage.content_panels[1:],
        FieldPanel("issues"),
        FieldPanel("themes"),
    )
    api_fields = [*PublicPage.api_fields, APIField("country_code")]
    template = "home/subjects/country.html"
    always_with = ("country",)
    parent_page_types = ["home.CountryIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("country page")

    @property
    def card_kicker(self):
        return self.country.get_region_display()

    @property
    def country_code(self):
        return str(self.country.code)

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "sections": sections_for(country=self.country)
        }


class IssueIndexPage(SubjectIndexPage):
    """All issues."""

    template = "home/subjects/issue_index.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.IssuePage"]
    max_count_per_parent = 1
    content_panels = guided(
        _("Each issue has a page below this one."),
        *PublicPage.content_panels,
    )

    class Meta:
        verbose_name = _("list of issues")

    def subject_pages(self):
        return (
            IssuePage.objects.child_of(self)
            .open()
            .select_related("issue", "locale")
            .order_by("title")
        )


class IssuePage(PublicPage):
    """All that is public about one issue."""

    issue = models.OneToOneField(
        Issue, on_delete=models.PROTECT, related_name="page", verbose_name=_("issue")
    )

    content_panels = guided(
        _(
            "Countries, figures, milestones, cases, news, questions and agencies come by "
            "themselves from the records that name this issue."
        ),
        *Page.content_panels,
        FieldPanel("issue"),
        *PublicPage.content_panels[1:],
    )
    template = "home/subjects/issue.html"
    always_with = ("issue",)
    parent_page_types = ["home.IssueIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("issue page")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "sections": sections_for(issue=self.issue)
        }


class ThemeIndexPage(SubjectIndexPage):
    """The outcomes, or the pillars."""

    kind = models.CharField(_("kind"), max_length=10, choices=ThemeKind)

    content_panels = guided(
        _("Lists the pages of one kind: outcomes, or pillars of change."),
        *Page.content_panels,
        FieldPanel("kind"),
        *PublicPage.content_panels[1:],
    )
    template = "home/subjects/theme_index.html"
    parent_page_types = ["home.ModelPage"]
    subpage_types = ["home.ThemePage"]

    class Meta:
        verbose_name = _("list of outcomes or pillars")

    def subject_pages(self):
        return (
            ThemePage.objects.child_of(self)
            .open()
            .select_related("theme", "locale")
            .order_by("theme__order", "title")
        )


class ThemePage(PublicPage):
    """One outcome or pillar, with what is tagged to it."""

    theme = models.OneToOneField(
        Theme, on_delete=models.PROTECT, related_name="page", verbose_name=_("part of the model")
    )

    content_panels = guided(
        _("Figures, countries and cases come by themselves from what is tagged with this part."),
        *Page.content_panels,
        FieldPanel("theme"),
        *PublicPage.content_panels[1:],
    )
    template = "home/subjects/theme.html"
    always_with = ("theme",)
    parent_page_types = ["home.ThemeIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("page of an outcome or pillar")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "sections": sections_for(theme=self.theme)
        }
