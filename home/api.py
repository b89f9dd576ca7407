"""The read-only API: live public pages and nothing but the fields that a page type names."""

from rest_framework.permissions import SAFE_METHODS, BasePermission
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet


class ReadOnly(BasePermission):
    """Everybody may read; writing is refused before anything is looked at."""

    def has_permission(self, request, view):
        return request.method in SAFE_METHODS


class PublicPagesAPIViewSet(PagesAPIViewSet):
    meta_fields = ["type", "detail_url", "html_url", "slug", "first_published_at", "locale"]
    nested_default_fields = ["id", "title", "type", "detail_url"]
    listing_default_fields = ["id", "title", "type", "detail_url", "html_url", "slug"]


router = WagtailAPIRouter("api")
router.register_endpoint("pages", PublicPagesAPIViewSet)
