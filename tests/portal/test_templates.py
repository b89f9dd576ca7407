"""Every template is well formed, and none opens a hole that the others close."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

BASE = Path(settings.BASE_DIR)
FOLDERS = ["portal/templates", "home/templates", "network/templates", "campaigns/templates"]
TEMPLATES = sorted(
    path
    for folder in FOLDERS
    for path in (BASE / folder).rglob("*")
    if path.suffix in {".html", ".txt"}
)
HTML = [path for path in TEMPLATES if path.suffix == ".html"]
INCLUDES = [path for path in HTML if "includes" in path.parts]
# Replace the CMS's own templates, so its own words and addresses stay.
OF_THE_CMS = ("wagtailadmin", "wagtailsearchpromotions", "wagtailcore")

SHARED_LINKS = {
    "https://wa.me/",
    "https://t.me/share/url",
    "https://childhelplineinternational.org/helplines/",
}
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "a script that is not a file": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>"),
    "an event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "a javascript address": re.compile(r"javascript:", re.I),
    "the filter safe": re.compile(r"\|\s*(safe|safeseq)\b(?!_)"),
    "escaping switched off": re.compile(r"{%\s*autoescape\s+off"),
    "an old encryption of the way": re.compile(r"(?<!xmlns=\")http://"),
}


# Draws pages as cards, whose addresses and languages depend on the page that they stand on.
NEEDS_THE_PAGE = "includes/page_grid.html"


def name(path):
    return str(path.relative_to(BASE))


def without_comments(path):
    text = path.read_text()
    text = re.sub(r"{#.*?#}", "", text)
    return re.sub(r"{%\s*comment.*?endcomment\s*%}", "", text, flags=re.S)


def test_there_are_templates_to_look_at():
    assert len(HTML) > 100
    assert len(INCLUDES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_compiles(path):
    engines["django"].from_string(path.read_text())


@pytest.mark.parametrize("path", HTML, ids=name)
def test_a_template_holds_nothing_that_the_policy_forbids(path):
    text = without_comments(path)
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", HTML, ids=name)
def test_a_template_asks_nothing_of_other_hosts(path):
    text = without_comments(path)
    for address in re.findall(
        r"(?:src|href|action|srcset|poster|data)\s*=\s*[\"']((?:https?:)?//[^\"'?]*)", text
    ):
        assert address in SHARED_LINKS, "links that the reader follows, nothing else"


@pytest.mark.parametrize("path", HTML, ids=name)
def test_every_picture_has_a_description_or_is_marked_as_decoration(path):
    for picture in re.findall(r"<img\b[^>]*>", without_comments(path)):
        assert re.search(r"\balt\s*=", picture)


@pytest.mark.parametrize("path", HTML, ids=name)
def test_an_include_says_what_it_passes_on(path):
    if any(part in path.parts for part in OF_THE_CMS):
        return
    for tag in re.findall(r"{%\s*include\s+\"includes/[^%]*%}", without_comments(path)):
        assert re.search(r"\bonly\s*%}", tag) or NEEDS_THE_PAGE in tag, tag


@pytest.mark.parametrize("path", HTML, ids=name)
def test_a_link_to_a_new_window_does_not_hand_over_this_one(path):
    for link in re.findall(r"<a\b[^>]*target=[^>]*>", without_comments(path)):
        assert "noopener" in link


def test_the_rules_catch_what_they_are_for():
    bad = {
        "an inline style": '<p style="color:red">',
        "a style element": "<style>p{}</style>",
        "a script that is not a file": "<script>alert(1)</script>",
        "an event handler": '<p onclick="x()">',
        "a javascript address": '<a href="JavaScript:x()">',
        "the filter safe": "{{ text|safe }}",
        "escaping switched off": "{% autoescape off %}",
        "an old encryption of the way": '<a href="http://example.org/">',
    }
    for what, text in bad.items():
        assert FORBIDDEN[what].search(text), what
        assert not FORBIDDEN[what].search('<p class="a">{{ text|safe_richtext }}</p>')
