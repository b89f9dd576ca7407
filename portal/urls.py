"""Order is meaning: what is fixed comes first, Wagtail's catch-all last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from home.media.admin import AccountWithoutPortrait
from home.safety.views import leave
from portal.styleguide import styleguide

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("cms/account/", never_cache(require_admin_access(AccountWithoutPortrait.as_view()))),
    path("cms/", include(wagtailadmin_urls)),
    path("", include("home.media.urls")),
]

# English has no prefix (addresses in the contract), Spanish lives below /es/.
urlpatterns += i18n_patterns(
    path("leave/", leave, name="leave"),
    *([path("styleguide/", styleguide)] if settings.DEBUG or settings.PORTAL_DEMO else []),
    path("account/", include("allauth.urls")),
    path("newsletter/", include("home.newsletter.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
