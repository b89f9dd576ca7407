"""Headings whose level the caller chooses."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def heading(text, level=2, url=""):
    """Return `text` as a heading of `level` (1 to 6), as a link where there is a `url`."""
    level = min(max(int(level or 2), 1), 6)
    words = format_html('<a href="{}">{}</a>', url, text) if url else text
    return format_html("<h{0}>{1}</h{0}>", level, words)
