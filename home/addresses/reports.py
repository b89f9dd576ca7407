"""Which old addresses are still asked for."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from home.records.reports import RecordReportView, edit_url

from .models import RedirectUse


class RedirectsUsedView(RecordReportView):
    """Old addresses by how often they were asked for; nobody knows by whom or when."""

    page_title = _("Old addresses in use")
    header_icon = "redirect"
    index_url_name = "redirects_used"
    index_results_url_name = "redirects_used_results"
    columns = [
        TitleColumn(
            "old_address",
            label=_("Old address"),
            accessor="redirect.old_path",
            get_url=lambda use: edit_url(use.redirect),
        ),
        Column("new_address", label=_("Leads to"), accessor="redirect.link"),
        Column("count", label=_("Times used")),
    ]
    list_export = ["redirect.old_path", "redirect.link", "count"]
    export_headings = {"redirect.old_path": _("Old address"), "redirect.link": _("Leads to")}
    export_filename = "old-addresses-in-use"

    def get_queryset(self):
        return RedirectUse.objects.select_related("redirect").order_by(
            "-count", "redirect__old_path"
        )
