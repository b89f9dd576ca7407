"""What all public pages share, and the plain ones."""

from urllib.parse import urlencode

from django import forms
from django.db import models
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from home.pagecache.marks import PublicPageMixin, mark_public
from home.records.models import new_seed

from .blocks import BodyBlock
from .csv import csv_response
from .queryset import OpenPageManager


def guided(advice, *panels):
    """Return a form's panels with a sentence of advice before them."""
    return [HelpPanel(content=advice, heading=_("How this page works")), *panels]


class PublicPage(PublicPageMixin, Page):
    """A page for everybody: complete without scripts, without a cookie, kept by caches."""

    intro = models.TextField(
        _("opening words"), max_length=400, help_text=_("One to three sentences below the title.")
    )
    content_note = models.CharField(
        _("content note"),
        max_length=160,
        blank=True,
        help_text=_(
            "One neutral line before the text, such as “This page mentions violence by police”."
        ),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    seed = models.CharField(max_length=32, default=new_seed, editable=False)
    keep_from_search_engines = models.BooleanField(
        _("keep out of search engines"),
        default=False,
        help_text=_("The page stays public but asks search engines not to list it."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("content_note"),
        FieldPanel("body"),
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("keep_from_search_engines")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    api_fields = [APIField("intro"), APIField("content_note"), APIField("body")]
    show_in_menus_default = False

    # Foreign keys that every showing of the page follows.
    always_with = ()

    objects = OpenPageManager()

    class Meta:
        abstract = True

    def structured_data(self, request):
        """Return the page's Schema.org data as a dict, or None."""
        return

    @property
    def card_kicker(self):
        """The few words above the title where this page is listed."""
        return ""

    @property
    def is_shareable(self):
        return not self.keep_from_search_engines

    def get_sitemap_urls(self, request=None):
        return [] if self.keep_from_search_engines else super().get_sitemap_urls(request)

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "structured_data": self.structured_data(request)
        }


class FilterForm(forms.Form):
    """Choices from the address; a wrong one gets a sentence and changes nothing."""

    def __init__(self, data):
        # The language of wrong choices: which ones there are stands beside the sentence.
        super().__init__({name: data.get(name, "") for name in self.base_fields})
        for field in self.fields.values():
            field.required = False
            field.error_messages["invalid_choice"] = _(
                "This is not one of the choices. Choose one from the list."
            )

    @property
    def chosen(self):
        """The valid choices that were made, empty ones left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class FilteredPage(PublicPage):
    """A page with a list that its address can narrow down, and that may be had as CSV."""

    filter_form_class = FilterForm
    csv_name = ""

    class Meta:
        abstract = True

    def get_filter_form(self, request):
        return self.filter_form_class(request.GET)

    def get_rows(self, chosen):
        """Return what the page lists under these choices."""
        raise NotImplementedError

    def csv_rows(self, rows):
        """Yield the table's head and then its rows, as lists of values."""
        raise NotImplementedError

    def get_context(self, request, *args, **kwargs):
        form = self.get_filter_form(request)
        chosen = form.chosen
        return super().get_context(request, *args, **kwargs) | {
            "filters": form,
            "chosen": chosen,
            "rows": self.get_rows(chosen),
            "query": urlencode(chosen),
            "clear_url": request.path if chosen or form.errors else "",
            "csv_url": f"?{urlencode({**chosen, 'format': 'csv'})}",
            "empty_title": _("Nothing matches your choice"),
            "empty_text": _("Choose fewer things, or show all."),
        }

    def serve(self, request, *args, **kwargs):
        context = self.get_context(request, *args, **kwargs)
        wrong = bool(context["filters"].errors)
        if not wrong and self.csv_name and request.GET.get("format") == "csv":
            return mark_public(request, csv_response(self.csv_name, self.csv_rows(context["rows"])))
        status = 400 if wrong else 200
        response = TemplateResponse(request, self.get_template(request), context, status=status)
        return mark_public(request, response)


class HomePage(PublicPage):
    """The front page of one language."""

    parent_page_types = ["wagtailcore.Page"]
    content_panels = guided(
        _("People decide within seconds whether this place is for them. Keep it calm and short."),
        *Page.content_panels,
        FieldPanel("intro"),
        InlinePanel(
            "headline_figures", heading=_("Headline figures"), label=_("figure"), max_num=4
        ),
        FieldPanel("body"),
    )
    template = "home/pages/home.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        from home.news.models import NewsPage

        return super().get_context(request, *args, **kwargs) | {
            "figures": [
                row.figure
                for row in self.headline_figures.select_related("figure__source")
                if row.figure.live
            ],
            "news": NewsPage.objects.open().filter(locale=self.locale).order_by("-date")[:3],
        }

    def structured_data(self, request):
        return {
            "@context": "https://schema.org",
            "@type": "NGO",
            "name": "Global Survivor Network",
            "foundingDate": "2019",
            "url": self.get_full_url(request),
        }


class HeadlineFigure(Orderable):
    """A figure at the top of a home page."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="headline_figures")
    figure = models.ForeignKey(
        "home.Figure", on_delete=models.PROTECT, related_name="+", verbose_name=_("figure")
    )

    panels = [FieldPanel("figure")]


class ContentPage(PublicPage):
    """A page of text: about, principles, safety, privacy and the like."""

    content_panels = guided(
        _("A page of plain text. Give each part a heading: headings become the list of contents."),
        *PublicPage.content_panels,
    )
    template = "home/pages/content.html"
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "contents": [block for block in self.body if block.block_type == "heading"]
        }
