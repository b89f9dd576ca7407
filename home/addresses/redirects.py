"""Old addresses that lead to new ones, unless the new one is private."""

from django.db.models import F
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.translation import get_language
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from home.pages.queryset import open_to_all

from .models import RedirectUse


class RedirectMiddleware:
    """Answer a 404 with the redirect for its path, if where it leads is public.

    A redirect to a page that strangers may not read would tell its address, so it stays a 404.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        found = redirect_for(request)
        if found is None or not leads_somewhere_public(found):
            return in_first_language(request) or response
        count_use(found)
        kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        return kind(found.link)


def redirect_for(request):
    """Return the redirect for an address with its query, else for its path alone, else None."""
    full = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    return get_redirect(request, full) or get_redirect(request, full.partition("?")[0])


def in_first_language(request):
    """Return a redirect to the same path in the first language, where that is public, else None."""
    prefix = f"/{get_language()}/"
    if not request.path.startswith(prefix):
        return None
    # More than one slash would lead to another host.
    path = "/" + request.path[len(prefix) :].lstrip("/")
    site = Site.find_for_request(request)
    url_path = f"{site.root_page.url_path}{path[1:]}" if site else ""
    found = open_to_all(Page.objects.filter(url_path=url_path)).exists()
    return HttpResponseRedirect(path) if found else None


def leads_somewhere_public(found):
    page = found.redirect_page
    return page is None or open_to_all(Page.objects.filter(pk=page.pk)).exists()


def count_use(found: Redirect):
    """Count that an old address was asked for; not when, and not by whom."""
    RedirectUse.objects.get_or_create(redirect=found)
    RedirectUse.objects.filter(redirect=found).update(count=F("count") + 1)
