"""What every public page's frame needs: menu, languages, structured data, rich text made safe."""

import json

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from home.navigation.menu import menu_for

register = template.Library()

# What would end a script element or start another inside it.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def navigation(context):
    """Return the main menu's groups for this request and language."""
    return menu_for(context["request"], current=context.get("page"))


@register.simple_tag(takes_context=True)
def languages(context):
    """Return the languages in which this very page can be read, each with its address.

    A list of dicts with `code`, `name` (in that language), `url` and `current`.
    """
    request, page = context.get("request"), context.get("page")
    if isinstance(page, Page) and page.pk:
        return [
            language(row.locale.language_code, row.get_url(request))
            for row in page.get_translations(inclusive=True)
            .live()
            .public()
            .filter(alias_of=None)
            .select_related("locale")
        ]
    return view_languages(request)


def view_languages(request):
    """Return the languages of a page that is not in the tree: all of them, by address."""
    path = request.path if request else "/"
    codes = [code for code, _name in settings.LANGUAGES]
    bare = path
    for code in codes[1:]:
        if path == f"/{code}/" or path.startswith(f"/{code}/"):
            bare = path[len(code) + 1 :]
    return [language(code, bare if code == codes[0] else f"/{code}{bare}") for code in codes]


def language(code, url):
    return {
        "code": code,
        "name": get_language_info(code)["name_local"].capitalize(),
        "url": url,
        "current": code == get_language(),
    }


@register.simple_tag
def json_ld(data):
    """Return Schema.org data as a data block; it cannot be broken out of."""
    text = json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - escaped above
    )
