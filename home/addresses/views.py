"""Files that machines ask for by fixed names."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from home.pagecache.marks import public

ROBOTS = """User-agent: *
Disallow: /account/
Disallow: /network/
Disallow: /cms/
Disallow: /documents/
Disallow: /api/
Disallow: /leave/
Disallow: /newsletter/
Disallow: /search/
Disallow: /es/account/
Disallow: /es/newsletter/
Disallow: /es/search/

Sitemap: {sitemap}
"""

SECURITY = """Contact: mailto:{contact}
Expires: {expires}
Preferred-Languages: en, es
Canonical: {canonical}
"""


@public
def robots(request):
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(ROBOTS.format(sitemap=sitemap), content_type="text/plain; charset=utf-8")


@public
def security(request):
    """Tell finders of holes whom to write to (RFC 9116)."""
    now = timezone.now()
    text = SECURITY.format(
        contact=settings.SECURITY_CONTACT,
        expires=now.replace(year=now.year + 1, month=1, day=1, hour=0, minute=0, second=0).strftime(
            "%Y-%m-%dT%H:%M:%SZ"
        ),
        canonical=request.build_absolute_uri(reverse("security-txt")),
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
