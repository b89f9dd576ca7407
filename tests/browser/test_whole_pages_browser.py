"""A page from memory in a real browser: it looks as it should, and leaving needs no network."""

import pytest
from django.conf import settings

from tests.portal.serving import environment, manage, serve

from .looks import LOOKS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a running site without content."""
    folder = tmp_path_factory.mktemp("whole")
    env = environment(f"sqlite:///{folder / 'site.sqlite3'}")
    manage(env, "migrate", "-v0")
    with serve(env, folder) as server:
        yield server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def read(site, chromium):
    """Return a function that opens /pieces/ as it is kept, or as Django makes it for one person."""
    contexts = []

    def open_page(*, kept=True, **options):
        context = chromium.new_context(base_url=site, **options)
        contexts.append(context)
        context.route(f"{settings.EXIT_URL}**", lambda route: route.fulfill(body="Sunny"))
        if not kept:
            context.add_cookies([{"name": "messages", "value": "one", "url": site}])
        page = context.new_page()
        page.trouble = []
        page.on(
            "console", lambda said: page.trouble.append(said.text) if said.type == "error" else None
        )
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.goto("/pieces/")
        assert (page.locator("link[rel=stylesheet]").count() == 0) is kept
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("width", "direction", "scheme"), [(360, "ltr", "light"), (1280, "rtl", "dark")]
)
@pytest.mark.parametrize("media", ["screen", "print"])
def test_a_kept_page_looks_like_the_page_that_django_made(read, width, direction, scheme, media):
    seen = []
    for kept in (True, False):
        page = read(kept=kept, viewport={"width": width, "height": 740})
        page.emulate_media(media=media, color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("d => { document.documentElement.dir = d }", direction)
        seen.append(page.evaluate(LOOKS))
    assert len(seen[0]) > 300
    assert seen[0] == seen[1]


def test_the_policy_lets_the_page_work_and_nothing_else_in(read):
    page = read()
    assert page.trouble == []
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).position") == "sticky"
    page.evaluate(
        """() => {
            const style = document.createElement("style");
            style.textContent = ".bar { position: static !important }";
            document.head.append(style);
        }"""
    )
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).position") == "sticky"
    assert any("Content Security Policy" in words for words in page.trouble)


def test_leaving_a_kept_page_is_instant_without_the_network(read):
    page = read()
    page.context.set_offline(True)
    blank = page.evaluate(
        "() => { document.querySelector('[data-exit]').click(); return document.body.textContent }"
    )
    assert blank == "Loading"


@pytest.mark.parametrize("scripts", [True, False])
def test_leaving_a_kept_page_opens_the_neutral_page(read, scripts):
    page = read(java_script_enabled=scripts)
    page.click("[data-exit]")
    page.wait_for_url(f"{settings.EXIT_URL}**")


def test_shift_three_times_leaves_a_kept_page(read):
    page = read()
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(f"{settings.EXIT_URL}**")


def test_the_safety_sentence_of_a_kept_page_shows_on_arrival_only(read):
    page = read()
    assert page.locator("#safety-notice").is_visible()
    page.evaluate("location.href = '/pieces/?page=2'")
    page.wait_for_url("**/?page=2")
    assert not page.locator("#safety-notice").is_visible()
    assert page.locator("link[rel=stylesheet]").count() == 0
