"""The main menu as templates draw it."""

from dataclasses import dataclass

from django.utils.translation import get_language
from wagtail.models import Page

from .models import MainMenu, MenuGroup


@dataclass(frozen=True)
class Link:
    """A page in the menu. `language` is set where the page is not in the reader's language."""

    title: str
    url: str
    current: bool
    language: str | None


@dataclass(frozen=True)
class Group:
    """A titled part of the menu."""

    title: str
    children: list


def menu_for(request, *, current=None):
    """Return the menu's groups; a page that is not public, and an empty group, are left out."""
    # The raw data holds the ids; reading the blocks would load the pages group by group.
    groups = [
        (
            MenuGroup(block["value"]["group"]).label,
            [row["value"] for row in block["value"]["pages"]],
        )
        for block in MainMenu.for_request(request).groups.raw_data
    ]
    found = pages_by_origin({pk for _title, pks in groups for pk in pks})
    menu = []
    for title, pks in groups:
        links = [link(found[pk], request, current) for pk in pks if pk in found]
        if links:
            menu.append(Group(str(title), links))
    return menu


def pages_by_origin(pks):
    """Return {chosen id: public page in the reader's language, else the chosen page itself}."""
    chosen = dict(Page.objects.filter(pk__in=pks).values_list("pk", "translation_key"))
    language = get_language()
    best = {}
    pages = (
        Page.objects.live()
        .public()
        .filter(translation_key__in=chosen.values(), alias_of=None)
        .select_related("locale")
    )
    for page in pages:
        mine = page.locale.language_code == language
        if mine or page.pk in chosen:
            key = page.translation_key
            if mine or key not in best:
                best[key] = page
    return {pk: best[key] for pk, key in chosen.items() if key in best}


def link(page, request, current):
    language = page.locale.language_code
    return Link(
        title=page.title,
        url=page.get_url(request),
        current=bool(current) and page.pk == current.pk,
        language=None if language == get_language() else language,
    )
