"""From what a member typed to what others read: paragraphs, emphasis, lists, quotes, https links."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from home.sanitize import BAD_IN_TEXT, clean, may_link_to
from network.access.outbound import make_token

MAX_LENGTH = 4_000
# More marks over one letter than any language writes hide the lines above and below.
MOST_MARKS = 4
SURROGATES = re.compile("[\ud800-\udfff]")

# Each of more would be looked for through the rest of the text: seconds for one message.
MOST_LINKS = 30

_reader = MarkdownIt("zero", {"linkify": True, "html": False, "maxNesting": 20, "breaks": True})
_reader.enable(["emphasis", "list", "blockquote", "linkify", "newline", "escape"])
_reader_without_links = MarkdownIt("zero", {"html": False, "maxNesting": 20, "breaks": True})
_reader_without_links.enable(["emphasis", "list", "blockquote", "newline", "escape"])


def _link_open(self, tokens, index, options, env):
    token = tokens[index]
    token.attrs = {"href": reverse("network:out", args=[make_token(token.attrs["href"])])}
    return self.renderToken(tokens, index, options, env)


def _may_link(address):
    return address.startswith("https://") and may_link_to(address)


_reader.validateLink = _may_link
_reader.add_render_rule("link_open", _link_open)


def tidy(text):
    """
    Return the text as it is kept: NFC, without invisible signs and piled-up marks.

    Raises ValidationError with a sentence: for nothing at all ("empty"), for more than MAX_LENGTH
    characters ("too_large"), and for what is no text ("invalid").
    """
    if len(text) > MAX_LENGTH:
        message = _(
            "A message has at most %(most)s characters. Shorten it or send it in two parts."
        )
        raise ValidationError(message % {"most": f"{MAX_LENGTH:,}"}, code="too_large")
    if "\0" in text or SURROGATES.search(text):
        raise ValidationError(
            _("The message holds signs that are no text. Remove them and send it again."),
            code="invalid",
        )
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _thin_out(BAD_IN_TEXT.sub("", text)).strip()
    if not text:
        raise ValidationError(_("Write something before you send it."), code="empty")
    return text


def render(text):
    """
    Return kept text as safe HTML; the one sanitiser has the last word.

    A text with more than MOST_LINKS addresses keeps them as words.
    """
    reader = _reader if text.count("//") <= MOST_LINKS else _reader_without_links
    return clean(reader.render(text))


def first_line(text, most=80):
    """Return the first line of a kept text, cut to `most` characters, as plain text."""
    line = text.partition("\n")[0].lstrip(">-* ").strip()
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _thin_out(text):
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
