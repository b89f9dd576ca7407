"""A page must open on a cheap phone and a slow network."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"


def squeezed(files):
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)


def test_all_styles_together_weigh_at_most_15_kilobytes():
    assert 0 < squeezed(STATIC.glob("css/*.css")) <= 15 * 1024


def test_public_scripts_weigh_at_most_6_kilobytes():
    names = ["exit.js", "menu.js", "copy.js"]
    assert squeezed(STATIC / "js" / name for name in names) <= 6_000


def test_the_exit_script_is_at_most_2_kilobytes_before_compression():
    assert (STATIC / "js" / "exit.js").stat().st_size <= 2048


@pytest.mark.django_db
def test_a_page_asks_for_at_most_eight_files_and_all_from_here(client):
    page = client.get("/styleguide/").content.decode()
    head = page[: page.index("</head>")]
    files = re.findall(r'<(?:link|script)[^>]*(?:src|href)="([^"]+)"', head)
    assert len(files) + 1 <= 8
    assert all(address.startswith("/static/") for address in files)


@pytest.mark.django_db
def test_nothing_in_a_page_needs_an_unsafe_policy(client):
    for address in ("/styleguide/", "/no-such-page/"):
        page = client.get(address).content.decode()
        assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:|<style", page)
        assert not re.search(r"<script(?![^>]*\ssrc=)", page)


def test_no_stylesheet_or_script_asks_another_server():
    for path in [*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")]:
        assert not re.search(r"https?://|@import|innerHTML|localStorage", path.read_text()), path
