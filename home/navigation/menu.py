"""The main menu as templates draw it."""

from dataclasses import dataclass

from django.utils.translation import get_language

from home.pagecache.memo import memo

from .frame import frame
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


def chosen_pages(request):
    """Return [(group, ids of its pages)] as editors arranged them."""
    # The raw data holds the ids; reading the blocks would load the pages group by group.
    return [
        (block["value"]["group"], [row["value"] for row in block["value"]["pages"]])
        for block in MainMenu.for_request(request).groups.raw_data
    ]


def menu_for(request, *, current=None):
    """Return the menu's groups; a page that is not public, and an empty group, are left out."""
    language, pages, menu = get_language(), frame(), []
    for group, pks in memo.get("menu", lambda: chosen_pages(request)):
        found = [pages.in_language(pk, language) for pk in pks]
        links = [link(line, language, current) for line in found if line]
        if links:
            menu.append(Group(str(MenuGroup(group).label), links))
    return menu


def link(line, language, current):
    return Link(
        title=line.title,
        url=line.url,
        current=bool(current) and line.pk == current.pk,
        language=None if line.language == language else line.language,
    )
