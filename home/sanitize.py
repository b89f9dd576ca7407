"""The one sanitiser: what HTML may reach a reader, whoever wrote it.

bleach cleans and nh3 must agree; where the two disagree the text is shown as plain text.
The Content-Security-Policy is the third line. bleach is no longer maintained: see SECURITY.md.
"""

import html
import re
from functools import lru_cache
from urllib.parse import urlsplit

import nh3
from bleach.sanitizer import Cleaner
from django.utils.html import escape, linebreaks
from django.utils.safestring import mark_safe

MAX_LENGTH = 40_000
# bleach takes seconds for tags nested thousandfold; no honest text has so many.
MAX_MARKS = 2_000
TAGS = frozenset({"p", "br", "b", "i", "strong", "em", "ul", "ol", "li", "blockquote", "a", "h3"})
SCHEMES = {"https", "mailto", "tel"}
# Control characters, direction overrides and invisible marks; text keeps the joiners that
# Persian, Hindi and others need.
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
BAD_IN_TEXT = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)


def may_link_to(address):
    """Tell whether a link may lead there: https, mail, phone, or a path on this site."""
    address = html.unescape(address)
    if INVISIBLE.search(address) or "\\" in address or address != address.strip():
        return False
    if address.startswith(("/", "#")):
        return not address.startswith("//")
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname) and not parts.username and not parts.password
    return parts.scheme in SCHEMES and bool(parts.path)


def allowed_attribute(tag, name, value):
    return tag == "a" and name == "href" and may_link_to(value)


cleaner = Cleaner(
    tags=TAGS,
    attributes=allowed_attribute,
    protocols=SCHEMES,
    strip=True,
    strip_comments=True,
    css_sanitizer=None,
)


def second_opinion(markup):
    return nh3.clean(
        markup,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def normalised(markup):
    """Return the markup with entities and white space written one way."""
    return " ".join(html.unescape(markup).replace("<br/>", "<br>").split())


def plain(markup):
    """Return the words of the markup in paragraphs, without any tag of its own."""
    words = html.unescape(nh3.clean(markup, tags=set()))
    return mark_safe(linebreaks(escape(BAD_IN_TEXT.sub("", words))))  # noqa: S308 - escaped


@lru_cache(maxsize=512)
def clean(markup):
    """Return markup that is safe to show; at most MAX_LENGTH characters are read.

    Text with more than MAX_MARKS tags, and text about which the engines disagree, becomes plain.
    """
    if markup.count("<") > MAX_MARKS:
        return plain(markup[:MAX_LENGTH])
    first = cleaner.clean(BAD_IN_TEXT.sub("", markup[:MAX_LENGTH]))
    # Closing what was left open may have doubled the tags.
    if first.count("<") > MAX_MARKS or normalised(second_opinion(first)) != normalised(first):
        return plain(first)
    return mark_safe(first)  # noqa: S308 - cleaned by both engines
