"""What search engines are told: every public page once in each language."""

from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from home.pages.queryset import open_to_all


class PublicSitemap(Sitemap):
    """Live public pages of all languages; one that keeps out of search engines stays out."""

    def items(self):
        roots = self.get_wagtail_site().root_page.get_translations(inclusive=True).live()
        below = reduce(or_, (Q(path__startswith=root.path) for root in roots), Q(pk=None))
        return (
            open_to_all(Page.objects.filter(below, alias_of=None))
            .order_by("path")
            .defer_streamfields()
            .specific()
        )
