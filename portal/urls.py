"""Order is meaning: what is fixed comes first, Wagtail's catch-all last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from home.addresses import views as addresses
from home.api import router as api
from home.feeds.views import NewsFeed
from home.pagecache.marks import public
from home.questions import views as questions
from home.safety.views import leave
from home.search.views import search
from portal.styleguide import styleguide

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"
from portal.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v2/", api.urls),
    path("robots.txt", addresses.robots, name="robots"),
    path(".well-known/security.txt", addresses.security, name="security-txt"),
    path("sitemap.xml", public(sitemap), name="sitemap"),
    path("feeds/news.atom", public(NewsFeed()), name="feed-news"),
    path("feeds/issue/<slug:issue>.atom", public(NewsFeed()), name="feed-issue"),
    path("feeds/country/<slug:country>.atom", public(NewsFeed()), name="feed-country"),
]

# English has no prefix (addresses in the contract), Spanish lives below /es/.
urlpatterns += i18n_patterns(
    path("leave/", leave, name="leave"),
    *([path("styleguide/", styleguide)] if settings.DEBUG or settings.PORTAL_DEMO else []),
    path("account/", include("allauth.urls")),
    path("search/", search, name="search"),
    path("faq/<slug:slug>/feedback/", questions.feedback, name="question-feedback"),
    path("faq/<slug:slug>/thanks/", questions.thanks, name="question-feedback-thanks"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
