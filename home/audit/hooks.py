"""The audit log's place in the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .views import MAY_READ, AuditReport


class AuditMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(MAY_READ)


@hooks.register("register_admin_urls")
def audit_urls():
    return [
        path("reports/audit/", AuditReport.as_view(), name="audit_report"),
        path(
            "reports/audit/results/",
            AuditReport.as_view(results_only=True),
            name="audit_report_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def audit_menu_item():
    return AuditMenuItem(
        _("Audit log"), reverse("audit_report"), name="audit", icon_name="history", order=1100
    )


@hooks.register("register_permissions")
def audit_permission():
    return Permission.objects.filter(content_type__app_label="home", codename="read_audit")
