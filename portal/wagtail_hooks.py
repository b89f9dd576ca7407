"""The CMS without inline scripts (docs/decisions/admin-csp.md)."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def start_script():
    return format_html('<script type="module" src="{}"></script>', static("cms/start.js"))
