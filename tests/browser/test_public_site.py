"""The public site as a reader's browser meets it: a real server, the demo, a real Chromium."""

import shutil
import time
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.databases import SQLite
from tests.portal.serving import environment, serve

from .looks import LOOKS

pytestmark = pytest.mark.browser

# One address of every page type, and every view beside the tree.
PAGES = [
    "/",
    "/about/",
    "/leadership-council/",
    "/principles/",
    "/countries/",
    "/countries/kenya/",
    "/issues/",
    "/issues/police-abuse/",
    "/model/",
    "/model/outcomes/",
    "/model/outcomes/rescue/",
    "/case-studies/",
    "/case-studies/cebu/",
    "/impact/",
    "/milestones/",
    "/centres/",
    "/centres/center-to-end-osec/",
    "/partnerships/",
    "/figures/",
    "/news/",
    "/news/what-happens-when-a-story-is-taken-back/",
    "/faq/",
    "/faq/?q=aftercare",
    "/help/?country=KE",
    "/safety/",
    "/privacy/",
    "/search/?q=court",
    "/search/?q=zzzz",
    "/newsletter/",
    "/account/login/",
    "/nowhere/",
    "/case-studies/?stage=wrong",
]
SPANISH = [
    "/es/",
    "/es/about/",
    "/es/principles/",
    "/es/safety/",
    "/es/privacy/",
    "/es/newsletter/",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a running site with the demo, and the folder that it writes to."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(SQLite().path(SQLite().demo()), folder / "site.sqlite3")
    env = environment(f"sqlite:///{folder / 'site.sqlite3'}", MEDIA_ROOT=str(folder / "media"))
    with serve(env, folder) as server:
        yield server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def browse(site, chromium):
    """Return a function that opens a page of a fresh visitor, who writes down what was asked for."""
    contexts = []

    def open_page(**options):
        context = chromium.new_context(base_url=site, **options)
        contexts.append(context)
        page = context.new_page()
        page.hosts = set()
        page.trouble = []
        page.on("request", lambda request: page.hosts.add(urlsplit(request.url).hostname))
        page.on("console", lambda said: note(page, said))
        return page

    def note(page, said):
        # Chromium says so of each answer that is not a 200; the page itself is looked at instead.
        if said.type == "error" and "the server responded with a status of 4" not in said.text:
            page.trouble.append(said.text)

    yield open_page
    for context in contexts:
        context.close()


# The schemes differ in their colours and in nothing else: one of them is asked everything.
ASKED = {"light": {}, "dark": {"runOnly": {"type": "tag", "values": ["cat.color"]}}}


@pytest.mark.parametrize("scheme", ASKED)
def test_axe_finds_nothing_on_any_page_type_in_both_languages(browse, scheme):
    page = browse(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    found = {}
    for address in [*PAGES, *SPANISH]:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        results = Axe().run(page, options=ASKED[scheme])
        if results.violations_count:
            found[address] = results.generate_report()
    assert found == {}


def test_no_page_asks_another_host_or_breaks_its_own_policy(browse):
    page = browse()
    for address in [*PAGES, *SPANISH]:
        page.goto(address)
        page.mouse.wheel(0, 20_000)
    assert page.hosts == {"localhost"}
    assert page.trouble == []
    assert page.context.cookies() == [] or {c["name"] for c in page.context.cookies()} == {"c"}
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_page_with_its_styles_in_it_looks_as_it_does_with_the_style_sheets(site, browse):
    stranger, person = browse(reduced_motion="reduce"), browse(reduced_motion="reduce")
    person.context.add_cookies([{"name": "messages", "value": "one", "url": site}])
    whole, different = 0, []
    for address in [*PAGES, *SPANISH]:
        for page in (stranger, person):
            page.goto(address)
        assert person.locator("link[rel=stylesheet]").count() == 4
        whole += stranger.locator("link[rel=stylesheet]").count() == 0
        for width in (360, 1280):
            for page in (stranger, person):
                page.set_viewport_size({"width": width, "height": 800})
            if stranger.evaluate(LOOKS) != person.evaluate(LOOKS):
                different.append((address, width))
    assert different == []
    assert whole > 20


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_scrolls_sideways(browse, width):
    page = browse(viewport={"width": width, "height": 800})
    wide = []
    for address in [*PAGES, *SPANISH]:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert wide == []


def test_the_exit_is_in_view_at_the_end_of_the_longest_page(browse):
    page = browse(viewport={"width": 320, "height": 600})
    page.goto("/help/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    box = page.locator("[data-exit]").bounding_box()
    assert box["height"] >= 44
    assert 0 <= box["y"] <= 600 - box["height"]


def test_nothing_needs_a_script_to_read_search_filter_and_subscribe(browse):
    page = browse(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto("/")
    page.locator(".menu > summary").click()
    page.get_by_text("How change happens").first.click()
    page.get_by_role("link", name="Case studies").first.click()
    page.get_by_label("Stage").select_option("prove")
    page.get_by_role("button", name="Show").click()
    assert "stage=prove" in page.url
    assert page.locator("main article").count() == 1

    page.goto("/faq/")
    page.get_by_label("Search the questions").fill("aftercare")
    page.keyboard.press("Enter")
    page.wait_for_url("**/faq/?q=aftercare*")
    assert page.locator("main details[open]").count() >= 1

    page.goto("/newsletter/")
    time.sleep(1)
    page.locator("input[type=email]").fill("not an address")
    page.locator("main form button").click()
    assert "Please enter a valid email address" in page.content()
    assert page.locator("input[type=email]").input_value() == "not an address"


def test_a_reader_reaches_help_for_her_country_in_two_steps_by_keyboard(browse):
    page = browse(viewport={"width": 360, "height": 740})
    page.goto("/news/")
    for _step in range(3):
        page.keyboard.press("Tab")
    assert "Get help now" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.wait_for_url("**/help/")
    page.get_by_label("Country").select_option("KE")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_url("**/help/?country=KE*")
    assert page.locator("main .agency").count() >= 2


def test_steps_of_the_model_have_addresses_that_the_keyboard_reaches(browse):
    page = browse()
    page.goto("/model/")
    for step in ("rescue", "restore", "restrain", "represent"):
        page.locator(f"a[href='#{step}']").first.press("Enter")
        assert page.url.endswith(f"#{step}")
