"""The Leadership Council in public."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from home.pages.models import PublicPage, guided

from .models import CouncilMember


class CouncilPage(PublicPage):
    """Council members who chose to be listed, under the names they chose."""

    content_panels = guided(
        _("Council members are kept under Snippets and listed only where they agreed."),
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    )
    template = "home/people/council.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("Leadership Council")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "members": CouncilMember.objects.public()
        }
