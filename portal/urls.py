"""Order is meaning: what is fixed comes first, Wagtail's catch-all last."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

# English has no prefix (addresses in the contract), Spanish lives below /es/.
urlpatterns += i18n_patterns(
    path("account/", include("allauth.urls")),
    path("newsletter/", include("home.newsletter.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
