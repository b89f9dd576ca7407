"""The guide for editors: docs/editors.md, read inside the CMS."""

import html
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from home.sanitize import may_link_to

PATH = Path(settings.BASE_DIR) / "docs" / "editors.md"
HEADING = re.compile(r"(#{1,3}) (.+)")
LISTS = {"ul": re.compile(r"^- ", re.MULTILINE), "ol": re.compile(r"^\d+\. ", re.MULTILINE)}
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


def inline(text):
    """Return one paragraph's words as HTML: bold and links, everything else escaped."""
    text = html.escape(" ".join(text.split()))
    return LINK.sub(_link, BOLD.sub(r"<strong>\1</strong>", text))


def _link(match):
    words, address = match.groups()
    return f'<a href="{address}">{words}</a>' if may_link_to(address) else words


def part(text):
    """Return one part between blank lines as HTML: a heading, a list or a paragraph."""
    if heading := HEADING.fullmatch(text):
        level, words = len(heading[1]), heading[2]
        return f'<h{level} id="{slugify(words)}">{inline(words)}</h{level}>'
    for tag, mark in LISTS.items():
        if mark.match(text):
            items = "".join(f"<li>{inline(item)}</li>" for item in mark.split(text)[1:])
            return f"<{tag}>{items}</{tag}>"
    return f"<p>{inline(text)}</p>"


def render(text):
    """Return the guide's markup (headings, paragraphs, lists, links, bold) as HTML."""
    parts = [part(piece.strip()) for piece in re.split(r"\n\s*\n", text) if piece.strip()]
    return mark_safe("\n".join(parts))  # noqa: S308 - every word is escaped above


@cache
def guide():
    """Return the guide without its first heading, which the CMS draws itself."""
    return render(PATH.read_text(encoding="utf-8").partition("\n")[2])


class Guide(WagtailAdminTemplateMixin, TemplateView):
    template_name = "home/desk/guide.html"
    page_title = _("Guide for editors")
    header_icon = "help"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": _("Guide for editors")},
    ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(guide=guide(), **kwargs)
