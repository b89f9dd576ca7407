"""The light markup of the demo content, turned into rich text and blocks."""

import html
import re

BOLD = re.compile(r"\*\*(.+?)\*\*")
ITALIC = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
LISTS = {"ul": "- ", "ol": r"\d+\. "}


class Markup:
    """Turns markup into rich text; knows which address belongs to which page."""

    def __init__(self, page_ids=None):
        self.page_ids = page_ids or {}

    def inline(self, text):
        text = html.escape(text, quote=False)
        text = BOLD.sub(r"<b>\1</b>", text)
        text = ITALIC.sub(r"<i>\1</i>", text)
        return LINK.sub(self.link, text)

    def link(self, match):
        words, address = match.groups()
        path = address.partition("#")[0]
        if path in self.page_ids and path == address:
            return f'<a linktype="page" id="{self.page_ids[path]}">{words}</a>'
        return f'<a href="{address}">{words}</a>'

    def rich(self, text):
        """Return paragraphs, lists and small headings as rich text."""
        return "".join(self.part(part) for part in re.split(r"\n\s*\n", text.strip()) if part)

    def part(self, text):
        for tag, pattern in LISTS.items():
            if re.match(pattern, text):
                items = re.split(rf"^{pattern}", text, flags=re.MULTILINE)[1:]
                rows = "".join(f"<li>{self.inline(' '.join(item.split()))}</li>" for item in items)
                return f"<{tag}>{rows}</{tag}>"
        if text.startswith("### "):
            return f"<h3>{self.inline(text[4:].strip())}</h3>"
        if text.startswith("> "):
            text = re.sub(r"^> ?", "", text, flags=re.MULTILINE)
        return f"<p>{self.inline(' '.join(text.split()))}</p>"

    def blocks(self, text):
        """Return the markup as blocks of a page's body: headings and the text between them."""
        blocks = []
        for part in re.split(r"^## ", f"\n{text.strip()}", flags=re.MULTILINE):
            heading, _newline, rest = part.partition("\n")
            if heading.strip():
                blocks.append(("heading", heading.strip()))
            if rest.strip():
                blocks.append(("text", self.rich(rest)))
        return blocks
