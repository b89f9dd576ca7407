"""The read-only API: live public pages and nothing but the fields that a page type names."""

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.filters import SearchFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageHtmlUrlField, PageSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet

from home.navigation.frame import frame
from home.search.words import searchable

MAX_VALUE_LENGTH = 200
# Parameters whose wrong values Wagtail answers with another status or an error of the server.
CHOICES = {
    "locale": [code for code, _name in settings.LANGUAGES],
    "search_operator": ["and", "or"],
}


class ReadOnly(BasePermission):
    """Everybody may read; writing is refused before anything is looked at."""

    def has_permission(self, request, view):
        return request.method in SAFE_METHODS


class WordsFilter(SearchFilter):
    """Full-text search for words: quotation marks and operators would reach the database."""

    def filter_queryset(self, request, queryset, view):
        if "search" not in request.GET:
            return queryset
        words = searchable(request.GET["search"])
        if not words:
            return queryset.none()
        parameters = request.GET.copy()
        parameters["search"] = words
        request._request.GET = parameters
        return super().filter_queryset(request, queryset, view)


class AddressField(PageHtmlUrlField):
    """The page's address from the frame, where Wagtail would ask for each page's site."""

    def to_representation(self, page):
        url = frame().url(page.pk)
        return url and self.context["request"].build_absolute_uri(url)


class PublicPageSerializer(PageSerializer):
    html_url = AddressField(read_only=True)


class PublicPagesAPIViewSet(PagesAPIViewSet):
    base_serializer_class = PublicPageSerializer
    filter_backends = [
        WordsFilter if backend is SearchFilter else backend
        for backend in PagesAPIViewSet.filter_backends
    ]
    # The same for everybody: a session opens nothing here, and no page for people is drawn (it would
    # set a cookie and have no way out).
    authentication_classes = []
    renderer_classes = [JSONRenderer]
    meta_fields = ["type", "detail_url", "html_url", "slug", "first_published_at", "locale"]
    nested_default_fields = ["id", "title", "type", "detail_url"]
    listing_default_fields = ["id", "title", "type", "detail_url", "html_url", "slug"]

    def get_queryset(self):
        return super().get_queryset().select_related("locale")

    def check_query_parameters(self, queryset):
        super().check_query_parameters(queryset)
        for name, value in self.request.GET.items():
            if "\0" in value or len(value) > MAX_VALUE_LENGTH:
                raise BadRequestError(f"{name}: use at most {MAX_VALUE_LENGTH} plain characters")
            if name in CHOICES and value not in CHOICES[name]:
                raise BadRequestError(f"{name}: use one of {', '.join(CHOICES[name])}")


router = WagtailAPIRouter("api")
router.register_endpoint("pages", PublicPagesAPIViewSet)
