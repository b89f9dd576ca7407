"""What every public page's frame needs: menu, languages, structured data, rich text made safe."""

import json
from datetime import date

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, get_language_info
from wagtail.fields import RichTextField
from wagtail.models import Page

from home.help.languages import own_name
from home.navigation.frame import frame
from home.navigation.menu import menu_for
from home.templatetags.safe_text import safe_richtext
from home.templatetags.safety import local_path

register = template.Library()

PREVIEWED = {
    "answer",
    "as_of",
    "definition",
    "hours",
    "label",
    "place",
    "qualifier",
    "summary",
    "text",
    "value",
    "verified_on",
    "words",
}

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
        lines = frame().translations(page)
        return [
            language(code, lines[code].url) for code, _name in settings.LANGUAGES if code in lines
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


@register.simple_tag
def ancestors(page):
    """Return the public pages above this one, the front page first."""
    return frame().ancestors(page) if isinstance(page, Page) and page.pk else []


@register.simple_tag
def public_lines(*paths):
    """Return the public pages at `paths`, each in the reader's language where it has one.

    Each has `title`, `url` and `language`; a page that is not public is left out.
    """
    pages, code = frame(), get_language()
    found = [pages.by_url.get(path) for path in paths]
    return [pages.in_language(line.pk, code) for line in found if line]


@register.filter
def parts(body, sections=()):
    """Return a body as parts that begin at its headings: dicts of `heading`, `anchor`, `blocks`.

    `sections` (with `title` and `key`) that the page shows beside its body come after it, help
    before it.
    """
    found = []
    for block in body:
        if block.block_type == "heading":
            found.append(part(block.value, slugify(block.value)))
        elif block.block_type == "links":
            title = block.value["title"]
            found.append(part(title, slugify(title), block))
        elif found:
            found[-1]["blocks"].append(block)
        else:
            found.append(part("", "", block))
    others = {True: [], False: []}
    for section in sections:
        others[section.key == "help"].append(part(section.title, section.key))
    return others[True] + found + others[False]


def part(heading, anchor, *blocks):
    return {"heading": heading, "anchor": anchor, "blocks": list(blocks)}


@register.simple_tag(takes_context=True)
def address(context, page):
    """Return the path of a page; one that is not public yet has the path it will have."""
    return frame().url(page.pk) or page.get_url(context.get("request")) or ""


@register.simple_tag
def public_address(page):
    """Return the path of a page that everybody may read; empty where there is none."""
    return (page and frame().url(page.pk)) or ""


@register.simple_tag(takes_context=True)
def absolute(context, path):
    """Return the full address of a path on this site."""
    return context["request"].build_absolute_uri(path)


@register.simple_tag(takes_context=True)
def share_picture(context, page):
    """Return the full address of the woven picture that stands for a page when it is shared."""
    return context["request"].build_absolute_uri(reverse("share-picture", args=[page.seed]))


@register.inclusion_tag("includes/card.html", takes_context=True)
def page_card(context, page, heading=3, bare=False):
    """Draw a page as a card; a bare one has no words above its title."""
    other = page.locale_id != context["page"].locale_id if "page" in context else False
    return {
        "heading": heading,
        "card": {
            "title": page.title,
            "url": address(context, page),
            "kicker": "" if bare else page.card_kicker,
            "text": page.intro,
            "note": page.content_note,
            "seed": page.seed,
            "language": page.locale.language_code if other else None,
        },
    }


@register.inclusion_tag("includes/card.html")
def theme_card(theme):
    """Draw a part of the model as a card that leads to its page, or to its case studies."""
    url = public_address(getattr(theme, "page", None))
    return {
        "card": {
            "title": theme.title,
            "url": url or f"{local_path('/case-studies/')}?theme={theme.slug}",
            "text": theme.text or theme.summary,
        }
    }


@register.simple_tag(takes_context=True)
def search_result(context, kind, result):
    """Draw one search result: where it leads and what it is about."""
    url, text = {
        "pages": lambda: (address(context, result), result.search_description),
        "questions": lambda: (f"{local_path('/faq/')}#{result.slug}", ""),
        "agencies": lambda: (f"{local_path('/help/')}#{result.slug}", result.summary),
        "documents": lambda: (result.url, ""),
    }[kind]()
    return format_html('<a href="{}">{}</a><p>{}</p>', url, title_of(result), text)


def title_of(result):
    return getattr(result, "title", None) or str(result)


@register.simple_tag
def record_preview(record):
    """Draw a record's fields as its readers will see them, for editors."""
    rows = [
        (capfirst(field.verbose_name), previewed(record, field))
        for field in record._meta.fields
        if field.name in PREVIEWED
    ]
    return format_html(
        '<dl class="definitions">{}</dl>',
        format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows),
    )


def previewed(record, field):
    """Return one field as readers meet it: choices by name, dates in words, rich text as text."""
    value = getattr(record, f"get_{field.name}_display", lambda: getattr(record, field.name))()
    if isinstance(field, RichTextField):
        return safe_richtext(value)
    return date_format(value) if isinstance(value, date) else value


@register.filter
def narrowed(form):
    """Tell whether anything but the first field of a filter is chosen or wrong."""
    _first, *others = form.visible_fields()
    return any(field.value() or field.errors for field in others)


@register.filter
def grouped(number):
    """Return a whole number with its thousands apart, as the reader's language does it."""
    return number_format(number, decimal_pos=0, force_grouping=True)


@register.filter
def language_names(codes):
    """Return languages by their own names, in one line."""
    return ", ".join(own_name(code) for code in codes)
