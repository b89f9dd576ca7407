"""All public pages in one look: what menus, breadcrumbs, languages and links are made from."""

from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Page, Site

from home.pagecache.memo import memo
from home.pages.queryset import open_to_all


@dataclass(frozen=True)
class Line:
    """A public page: its title, address on this site, language and place in the tree."""

    pk: int
    title: str
    url: str
    language: str
    path: str
    key: str
    content_type_id: int


class Frame:
    """Public pages by id, by place and by translation."""

    def __init__(self, lines):
        self.by_pk = {line.pk: line for line in lines}
        self.by_url = {line.url: line for line in lines}
        self.by_path = {line.path: line for line in lines}
        self.by_key = {}
        for line in lines:
            self.by_key.setdefault(line.key, {})[line.language] = line

    def url(self, pk):
        """Return the address of a public page, or None."""
        line = self.by_pk.get(pk)
        return line and line.url

    def ancestors(self, page):
        """Return the public pages above a page, the front page first."""
        steps = range(2 * Page.steplen, len(page.path), Page.steplen)
        return [
            self.by_path[page.path[:step]] for step in steps if page.path[:step] in self.by_path
        ]

    def translations(self, page):
        """Return {language: Line} of the public pages that say what this page says."""
        return self.by_key.get(str(page.translation_key), {})

    def in_language(self, pk, language):
        """Return the Line of a page in a language, else the page's own, else None."""
        line = self.by_pk.get(pk)
        return line and self.by_key[line.key].get(language, line)


def read_frame():
    roots = Site.get_site_root_paths()
    lines = []
    for page in open_to_all(Page.objects.filter(depth__gt=1, alias_of=None)).values(
        "pk",
        "title",
        "url_path",
        "path",
        "content_type_id",
        "translation_key",
        "locale__language_code",
    ):
        url = address(page["url_path"], page["locale__language_code"], roots)
        if url:
            lines.append(
                Line(
                    pk=page["pk"],
                    title=page["title"],
                    url=url,
                    language=page["locale__language_code"],
                    path=page["path"],
                    key=str(page["translation_key"]),
                    content_type_id=page["content_type_id"],
                )
            )
    return Frame(lines)


def address(url_path, language, roots):
    """Return the path on this site of a page with this place in the tree, or None."""
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    for root in roots:
        if url_path.startswith(root.root_path):
            return f"{prefix}/{url_path[len(root.root_path) :]}"
    return None


def frame():
    """Return the Frame of the public site as it is now."""
    return memo.get("frame", read_frame)
