"""Order is meaning: what is fixed comes first, Wagtail's catch-all last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.safety.views import leave
from portal.styleguide import styleguide

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

# English has no prefix (addresses in the contract), Spanish lives below /es/.
urlpatterns += i18n_patterns(
    path("leave/", leave, name="leave"),
    *([path("styleguide/", styleguide)] if settings.DEBUG or settings.PORTAL_DEMO else []),
    path("account/", include("allauth.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
