"""Everybody can read and use the components, in light and dark, on phone and desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["/styleguide/", "/es/styleguide/", "/no-such-page/"])
def test_axe_finds_nothing(visit, address, width, scheme):
    page = visit(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(visit, width):
    page = visit(viewport={"width": width, "height": 800}).new_page()
    page.goto("/styleguide/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "folded"), [(360, True), (1280, False)])
def test_the_menu_opens_without_scripts(visit, width, folded):
    page = visit(java_script_enabled=False, viewport={"width": width, "height": 800}).new_page()
    page.goto("/styleguide/")
    stories = page.locator(".menu a", has_text="Stories")
    assert stories.is_visible() is not folded
    if folded:
        page.click(".menu > summary")
    assert stories.is_visible()
    page.click(".menu li summary")
    assert page.locator(".menu a", has_text="Leadership Council").is_visible()


def test_an_open_menu_closes_on_escape_and_keeps_the_focus(visit):
    page = visit(viewport={"width": 1280, "height": 800}).new_page()
    page.goto("/styleguide/")
    page.click(".menu li summary")
    page.keyboard.press("Escape")
    assert not page.locator(".menu a", has_text="Leadership Council").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_printing_leaves_out_the_exit_and_the_menu_and_writes_addresses(visit):
    page = visit().new_page()
    page.goto("/styleguide/")
    page.emulate_media(media="print")
    for hidden in ("[data-exit]", ".menu", "footer", "#safety-notice"):
        assert not page.locator(hidden).first.is_visible()
    written = (
        "getComputedStyle(document.querySelector('.agency .ways a[href^=http]'), '::after').content"
    )
    assert "https://harbour.example.org/" in page.evaluate(written)


def test_reading_starts_at_the_summary_of_errors(visit):
    page = visit().new_page()
    page.goto("/styleguide/?focus")
    assert page.evaluate("document.activeElement.className") == "errors"
    page.locator(".errors a").first.press("Enter")
    assert page.evaluate("document.activeElement.id") == "w_email"


def test_every_target_is_large_enough_for_a_thumb(visit):
    page = visit(viewport={"width": 360, "height": 740}).new_page()
    page.goto("/styleguide/")
    small = page.evaluate("""() => [...document.querySelectorAll("a, button, summary, select, input")]
        .filter(e => e.checkVisibility() && !e.closest("p:not(.actions), .crumbs, .card") && !e.matches(".skip, [type=checkbox], [type=radio]"))
        .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height])
        .filter(([, height]) => height && height < 43.9)""")
    assert small == []
