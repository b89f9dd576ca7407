"""Where the newsletter shows in the CMS: numbers, never addresses."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from home.newsletter import numbers


class Numbers(WagtailAdminTemplateMixin, TemplateView):
    template_name = "home/newsletter/numbers.html"
    page_title = _("Newsletter")
    header_icon = "mail"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": _("Newsletter")},
    ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(fewest=numbers.FEWEST, **numbers.overview(), **kwargs)


@hooks.register("register_admin_urls")
def addresses():
    return [path("reports/newsletter/", Numbers.as_view(), name="newsletter_numbers")]


@hooks.register("register_reports_menu_item")
def menu_item():
    return MenuItem(
        _("Newsletter"),
        reverse("newsletter_numbers"),
        name="newsletter",
        icon_name="mail",
        order=1200,
    )
