"""Reports on what editors should mend."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import PageReportView, ReportView
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.permissions import page_permission_policy

from home.figures.models import Figure
from home.help.models import Agency


def edit_url(record):
    return AdminURLFinder().get_edit_url(record)


class ForEditors:
    """For whoever writes pages: who may mend nothing has no use for the list."""

    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]

    @classmethod
    def is_open_to(cls, person):
        return cls.permission_policy.user_has_any_permission(person, cls.any_permission_required)


class RecordReportView(ForEditors, ReportView):
    """A table of records; each title leads to the form that mends it."""

    results_template_name = "wagtailadmin/generic/listing_results.html"


class FiguresWithoutSourceView(RecordReportView):
    """Figures that nobody can check."""

    page_title = _("Figures without source")
    header_icon = "order"
    index_url_name = "figures_without_source"
    index_results_url_name = "figures_without_source_results"
    columns = [
        TitleColumn("__str__", label=_("Figure"), get_url=edit_url),
        Column("as_of", label=_("As of")),
        Column("live", label=_("Published")),
    ]
    list_export = ["slug", "label", "value", "date", "live"]
    export_headings = {"label": _("Figure"), "live": _("Published")}
    export_filename = "figures-without-source"

    def get_queryset(self):
        return Figure.objects.filter(source=None).order_by("label")


class PagesWithUnsourcedFiguresView(ForEditors, PageReportView):
    """Pages that show a figure nobody can check."""

    page_title = _("Pages with figures without source")
    header_icon = "order"
    index_url_name = "pages_with_unsourced_figures"
    index_results_url_name = "pages_with_unsourced_figures_results"
    export_filename = "pages-with-figures-without-source"

    def get_queryset(self):
        figures = Figure.objects.filter(source=None).values_list("pk", flat=True)
        uses = ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(Figure),
            to_object_id__in=[str(pk) for pk in figures],
            base_content_type=ContentType.objects.get_for_model(Page),
        )
        pages = {int(pk) for pk in uses.values_list("object_id", flat=True)}
        return Page.objects.filter(pk__in=pages).order_by("title")


class AgenciesToVerifyView(RecordReportView):
    """Agencies that nobody has called or written to for a year."""

    page_title = _("Agencies to verify")
    header_icon = "help"
    index_url_name = "agencies_to_verify"
    index_results_url_name = "agencies_to_verify_results"
    columns = [
        TitleColumn("name", label=_("Agency"), get_url=edit_url),
        DateColumn("verified_on", label=_("Last verified")),
        Column("live", label=_("Published")),
    ]
    list_export = ["name", "verified_on", "live"]
    export_filename = "agencies-to-verify"

    def get_queryset(self):
        return Agency.objects.unverified().order_by("verified_on", "name")


class ImagesWithoutDescriptionView(RecordReportView):
    """Pictures that say nothing to people who cannot see them."""

    page_title = _("Images without description")
    header_icon = "image"
    index_url_name = "images_without_description"
    index_results_url_name = "images_without_description_results"
    columns = [
        TitleColumn("title", label=_("Image"), get_url=edit_url),
        DateColumn("created_at", label=_("Uploaded")),
        Column("collection", label=_("Collection")),
    ]
    list_export = ["title", "created_at", "collection"]
    export_filename = "images-without-description"

    def get_queryset(self):
        images = get_image_model().objects.select_related("collection")
        return images.filter(description="", is_decorative=False).order_by("title")


class UntranslatedPagesView(ForEditors, PageReportView):
    """Public pages of the first language that another language still lacks."""

    page_title = _("Untranslated pages")
    header_icon = "site"
    index_url_name = "untranslated_pages"
    index_results_url_name = "untranslated_pages_results"
    export_filename = "untranslated-pages"

    def get_queryset(self):
        first = Locale.get_default()
        in_locale = Page.objects.live().filter(translation_key=OuterRef("translation_key"))
        lacking = Q(pk=None)
        for locale in Locale.objects.exclude(pk=first.pk):
            lacking |= ~Exists(in_locale.filter(locale=locale))
        pages = Page.objects.live().filter(lacking, locale=first, depth__gt=1)
        return pages.order_by("title")


REPORTS = [
    FiguresWithoutSourceView,
    PagesWithUnsourcedFiguresView,
    AgenciesToVerifyView,
    ImagesWithoutDescriptionView,
    UntranslatedPagesView,
]
