"""A kept page is whole: it carries its styles and the exit script in itself.

One answer, then paint: on a slow network each further file costs a way there and back. What was
measured and what guards it is in docs/decisions/whole-pages.md.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

from portal.headers import allowing
from portal.transport import sheets

# What the bar needs, which is painted first, and what everything after it needs.
BAR = ("css/tokens.css", "css/base.css")
REST = ("css/layout.css", "css/components.css")
EXIT = "js/exit.js"
_END_OF_BAR = b"</nav>"
_POLICY = b"content-security-policy"


def whole(headers, body):
    """Return (headers, body) of an answer with the files written into it that a page waits for.

    `headers` are byte pairs with lower-case names. What does not look like a page of ours, or has
    a narrower policy of its own, comes back as it was.
    """
    parts = _parts()
    script, links = parts.script.search(body), body.find(parts.links)
    bar = body.find(_END_OF_BAR, links) + len(_END_OF_BAR)
    # Under DEBUG, whoever edits a sheet sees it at the next request.
    if settings.DEBUG or not script or not script.end() <= links < bar:
        return headers, body
    used = sheets.words(body)
    first, rest = sheets.needed(parts.bar, used), sheets.needed(parts.rest, used)
    wider = _allowing(headers, scripts=[parts.exit], styles=[first, rest])
    if wider is None:
        return headers, body
    body = b"".join(
        [
            body[: script.start()],
            _element(b"script", parts.exit, script["attributes"]),
            body[script.end() : links],
            _element(b"style", first),
            body[links + len(parts.links) : bar],
            _element(b"style", rest),
            body[bar:],
        ]
    )
    return wider, body


class _Parts:
    """What to look for in a page, and what comes instead; the same for all pages."""

    def __init__(self):
        self.links = render_to_string("includes/styles.html").strip().encode()
        address = re.escape(static(EXIT).encode())
        self.script = re.compile(rb'<script src="%b"(?P<attributes>[^>]*)></script>' % address)
        self.bar = [rule for name in BAR for rule in sheets.read(_source(name))]
        self.rest = [rule for name in REST for rule in sheets.read(_source(name))]
        self.exit = _source(EXIT).encode()


_parts = cache(_Parts)


def _source(name):
    return Path(finders.find(name)).read_text()


def _allowing(headers, *, scripts, styles):
    wider = []
    for name, value in headers:
        if name == _POLICY:
            value = allowing(value.decode(), scripts=scripts, styles=styles)
            if value is None:
                return None
            value = value.encode()
        wider.append((name, value))
    return wider


def _element(name, text, attributes=b""):
    return b"<%b%b>%b</%b>" % (name, attributes, text, name)
