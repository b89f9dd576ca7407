"""Reports in the CMS's menu."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.addresses.reports import RedirectsUsedView

from .reports import REPORTS

ALL_REPORTS = [*REPORTS, RedirectsUsedView]


@hooks.register("register_admin_urls")
def report_addresses():
    addresses = []
    for view in ALL_REPORTS:
        slug = view.index_url_name.replace("_", "-")
        addresses += [
            path(f"reports/{slug}/", view.as_view(), name=view.index_url_name),
            path(
                f"reports/{slug}/results/",
                view.as_view(results_only=True),
                name=view.index_results_url_name,
            ),
        ]
    return addresses


class ReportMenuItem(MenuItem):
    def __init__(self, view, **options):
        self.view = view
        address = reverse(view.index_url_name)
        super().__init__(view.page_title, address, icon_name=view.header_icon, **options)

    def is_shown(self, request):
        return self.view.is_open_to(request.user)


def add_to_menu(view, order):
    @hooks.register("register_reports_menu_item")
    def report_menu_item():
        return ReportMenuItem(view, order=order)


for position, report in enumerate(ALL_REPORTS):
    add_to_menu(report, 700 + position)
