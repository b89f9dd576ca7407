"""What the desk adds to the CMS: its panels, the guide, and the guide's place in the menu."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .guide import Guide
from .panels import Desk


@hooks.register("construct_homepage_panels")
def add_desk(request, panels):
    panels.append(Desk())


@hooks.register("register_admin_urls")
def guide_address():
    return [path("guide/", Guide.as_view(), name="editors_guide")]


@hooks.register("register_admin_menu_item")
def guide_menu_item():
    return MenuItem(
        _("Guide"), reverse("editors_guide"), name="guide", icon_name="help", order=9900
    )
