"""Rich text of editors, cleaned on its way to the page."""

from django import template
from wagtail.rich_text import expand_db_html

from home.sanitize import clean

register = template.Library()


@register.filter
def safe_richtext(source):
    """Turn stored rich text into HTML: Wagtail resolves the links, the sanitiser has the last word."""
    return clean(expand_db_html(getattr(source, "source", source) or ""))
