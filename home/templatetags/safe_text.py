"""Rich text of editors, with its links resolved and cleaned on its way to the page."""

import re

from django import template
from wagtail.rich_text import expand_db_html

from home.navigation.frame import frame
from home.sanitize import clean

register = template.Library()

PAGE_LINK = re.compile(r'<a (?:linktype="page" id="(\d+)"|id="(\d+)" linktype="page")>')


@register.filter
def safe_richtext(source):
    """Turn stored rich text into HTML; a link to a page that is not public loses its address."""
    source = getattr(source, "source", source) or ""
    return clean(expand_db_html(PAGE_LINK.sub(page_link, source)))


def page_link(match):
    url = frame().url(int(match.group(1) or match.group(2)))
    return f'<a href="{url}">' if url else "<a>"
