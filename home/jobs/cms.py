"""Where background work shows in the CMS: a report, its addresses, and a warning on the first page."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from home.jobs import health, views


class Warnings(Component):
    """Says what is not being done. Shown only when something is wrong."""

    name = "background_work"
    template_name = "home/jobs/warnings.html"
    order = 10

    def get_context_data(self, parent_context):
        return {
            "publishing_is_late": health.publishing_is_late(),
            "worker_is_silent": not health.worker_alive(),
        }


@hooks.register("construct_homepage_panels")
def add_warnings(request, panels):
    panels.append(Warnings())


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("reports/background-work/", views.BackgroundWork.as_view(), name="background_work"),
        path(
            "reports/background-work/tasks/<uuid:task_id>/retry/",
            views.retry_task,
            name="background_task_retry",
        ),
        path("reports/background-work/mail/retry/", views.retry_mail, name="background_mail_retry"),
    ]


@hooks.register("register_reports_menu_item")
def menu_item():
    return MenuItem(
        _("Background work"),
        reverse("background_work"),
        name="background-work",
        icon_name="tasks",
        order=1100,
    )


@hooks.register("register_permissions")
def permissions():
    return Permission.objects.filter(content_type__app_label="home", codename="change_jobstate")
