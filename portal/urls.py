"""Order is meaning: what is fixed comes first, Wagtail's catch-all last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap

from home.addresses import views as addresses
from home.addresses.sitemap import PublicSitemap
from home.api import router as api
from home.feeds.views import NewsFeed
from home.pagecache.marks import public
from home.pages.share import share_picture
from home.pages.views import serve
from home.questions import views as questions
from home.safety.views import leave
from home.search.views import search
from network.access.views import to_sign_in
from network.privacy.views import kept_for_all
from portal.health import healthz, readyz
from portal.styleguide import styleguide

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"


urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("api/v2/", api.urls),
    path("robots.txt", addresses.robots, name="robots"),
    path(".well-known/security.txt", addresses.security, name="security-txt"),
    path("sitemap.xml", public(sitemap), {"sitemaps": {"pages": PublicSitemap}}, name="sitemap"),
    path("share/<slug:seed>.png", share_picture, name="share-picture"),
    path("feeds/news.atom", public(NewsFeed()), name="feed-news"),
    path("feeds/issue/<slug:issue>.atom", public(NewsFeed()), name="feed-issue"),
    path("feeds/country/<slug:country>.atom", public(NewsFeed()), name="feed-country"),
    path("cms/", include("network.access.cms_urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("", include("home.media.urls")),
]

# English has no prefix (addresses in the contract), Spanish lives below /es/.
urlpatterns += i18n_patterns(
    path("leave/", leave, name="leave"),
    *([path("styleguide/", styleguide)] if settings.DEBUG or settings.PORTAL_DEMO else []),
    path("search/", search, name="search"),
    path("faq/<slug:slug>/feedback/", questions.feedback, name="question-feedback"),
    path("faq/<slug:slug>/thanks/", questions.thanks, name="question-feedback-thanks"),
    # Made from the numbers that the jobs use; stands below the editors' page on privacy.
    path("privacy/table/", kept_for_all, name="privacy-table"),
    path("newsletter/", include("home.newsletter.urls")),
    path("account/", include("network.access.urls")),
    path("account/", include("network.privacy.account_urls")),
    path("account/", include("network.joining.account_urls")),
    path("network/", include("network.urls")),
    # Wagtail's own sign-in for private pages takes a passphrase and asks for no second factor.
    path("_util/login/", to_sign_in),
    re_path(wagtail_urls.serve_pattern, serve),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
