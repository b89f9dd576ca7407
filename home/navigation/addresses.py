"""Addresses of pages that templates link to by name."""

from wagtail.models import Locale, Page, Site


def address_of(slug, request):
    """Return the path of the page that has this short address right below the English front page.

    In another language it is the translation's path where there is a public one. Empty where
    there is no such public page.
    """
    known = request.__dict__.setdefault("_addresses", {}) if request else {}
    if slug not in known:
        known[slug] = find_address(slug, request)
    return known[slug]


def find_address(slug, request):
    site = Site.find_for_request(request)
    page = Page.objects.child_of(site.root_page).filter(slug=slug).live().public().first()
    if page is None:
        return ""
    locale = Locale.get_active()
    if locale.pk != page.locale_id:
        page = page.get_translations().filter(locale=locale).live().public().first() or page
    return page.get_url(request)
