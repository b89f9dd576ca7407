"""How the tests of the public site look at it: all its addresses, one page as a tree, its head."""

import json

from bs4 import BeautifulSoup
from wagtail.models import Page

from home.navigation.frame import read_frame

# What is public and not in the tree of pages.
VIEWS = [
    "/search/",
    "/search/?q=court",
    "/newsletter/",
    "/faq/what-is-the-network/feedback/",
    "/leave/",
    "/robots.txt",
    "/.well-known/security.txt",
    "/sitemap.xml",
    "/feeds/news.atom",
    "/feeds/issue/forced-labour.atom",
    "/feeds/country/kenya.atom",
    "/api/v2/pages/",
    "/es/search/?q=tribunal",
    "/es/newsletter/",
]
FILTERED = {
    "/case-studies/": ["stage", "theme"],
    "/milestones/": ["country", "issue"],
    "/partnerships/": ["country", "sort"],
    "/figures/": ["country", "issue"],
    "/news/": ["country", "issue"],
    "/help/": ["country", "issue", "language", "channel"],
}


def addresses():
    """Return the address of every public page of the tree."""
    return sorted(line.url for line in read_frame().by_pk.values())


def page_at(address):
    """Return the page at an address of the first language, with its own type."""
    return Page.objects.get(url_path=f"/home-en{address}").specific


def soup(response):
    return BeautifulSoup(response.content.decode(), "lxml")


def words(node):
    """Return the text of a part of a page in one line."""
    return " ".join(node.get_text(" ").split())


def part(tree, name):
    """Return the part of a page that begins at a place: its section, or the place itself."""
    node = tree.find(id=name)
    return node.find_parent("section") if node.name == "h2" else node


def structured_data(response):
    """Return the Schema.org data of a page, or None."""
    script = soup(response).find("script", type="application/ld+json")
    return script and json.loads(script.string)
