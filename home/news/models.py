"""News of the network."""

from django.core.paginator import Paginator
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page
from wagtail.search import index

from home.pages.models import FilteredPage, PublicPage, guided
from home.subjects.filters import SubjectFilterForm, by_subject
from home.subjects.models import Country, Issue

PER_PAGE = 12


class NewsIndexPage(FilteredPage):
    """News, newest first, by country and by issue."""

    filter_form_class = SubjectFilterForm
    template = "home/news/index.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count_per_parent = 1
    content_panels = guided(
        _("News items are pages below this one, newest first. Write what readers find here."),
        *FilteredPage.content_panels,
    )

    class Meta:
        verbose_name = _("list of news")

    def get_rows(self, chosen):
        news = NewsPage.objects.child_of(self).open().select_related("locale")
        return by_subject(news, chosen).order_by("-date", "-pk")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # An unknown page number shows the nearest one.
        context["rows"] = Paginator(context["rows"], PER_PAGE).get_page(request.GET.get("page"))
        return context


class NewsPage(PublicPage):
    """One news item."""

    date = models.DateField(_("date"))
    countries = ParentalManyToManyField(Country, blank=True, verbose_name=_("countries"))
    issues = ParentalManyToManyField(Issue, blank=True, verbose_name=_("issues"))

    content_panels = guided(
        _("Say in the first sentence what happened. Name nobody who has not agreed to it."),
        *Page.content_panels,
        FieldPanel("date"),
        *PublicPage.content_panels[1:],
        FieldPanel("countries"),
        FieldPanel("issues"),
    )
    search_fields = [*PublicPage.search_fields, index.FilterField("date")]
    api_fields = [*PublicPage.api_fields, APIField("date")]
    template = "home/news/news.html"
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("news item")

    @property
    def card_kicker(self):
        return date_format(self.date)

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "countries": self.countries.select_related("page"),
            "issues": self.issues.select_related("page"),
        }

    def structured_data(self, request):
        return {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.title,
            "description": self.search_description or self.intro,
            "datePublished": self.date.isoformat(),
            "publisher": {"@type": "NGO", "name": "Global Survivor Network"},
            "url": self.get_full_url(request),
        }
