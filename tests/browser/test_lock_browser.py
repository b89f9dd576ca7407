"""Locking, leaving and locking down in a real browser: at once, and with no way back to what was read."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from network import middleware
from network.access.kit import make_kit
from network.access.models import Lockdown, OpenSession
from tests.people import PASSPHRASE, make_account

from .conftest import NEUTRAL

pytestmark = pytest.mark.browser

HOME, SAFETY, LOCKED = "/network/", "/network/safety/", "/account/locked/"
READ = "What waits for you"
SWITCHES = "Locking by itself"
PRESS = """() => {
    const began = performance.now();
    document.querySelector("[data-lock] button").click();
    return {milliseconds: performance.now() - began, text: document.body.textContent, title: document.title};
}"""


@pytest.fixture
def member(portal):
    return make_account("quiet-heron")


@pytest.fixture
def code(member):
    """A code of the member's kit."""
    return make_kit(member)[0]


@pytest.fixture
def enter(visit, member, portal, settings):
    """Return a function that opens a browser context in which the member is signed in."""

    def open_context(*browser, **options):
        context = visit(*browser, **options)
        client = Client()
        client.force_login(member)
        cookie = {"name": "s", "value": client.cookies["s"].value, "url": portal}
        context.add_cookies([cookie | {"httpOnly": True, "sameSite": "Lax"}])
        return context

    return open_context


@pytest.fixture
def short(settings, monkeypatch):
    """Sessions lock after three idle seconds."""
    monkeypatch.setitem(settings.SESSION_LIMITS, "member", (3, 3600))
    monkeypatch.setattr(middleware, "CLOCK_STEP", 0)


def opened(context, address=HOME):
    page = context.new_page()
    page.goto(address)
    return page


def shows(page):
    return READ in page.content() or SWITCHES in page.content()


def unlock(page):
    page.fill("[name=password]", PASSPHRASE)
    page.keyboard.press("Enter")


@pytest.mark.asvs("7.4.4")
def test_a_press_empties_the_page_at_once_and_locks(enter):
    page = opened(enter())
    assert shows(page)
    seen = page.evaluate(PRESS)
    assert seen["milliseconds"] <= 50
    assert (seen["text"], seen["title"]) == ("Loading", "My page")
    page.wait_for_url(f"**{LOCKED}")
    page.goto(SAFETY)
    assert page.url.endswith(LOCKED)


def test_the_passphrase_leads_back_to_the_page(enter):
    page = opened(enter(), SAFETY)
    page.click("[data-lock] button")
    page.wait_for_url(f"**{LOCKED}")
    unlock(page)
    page.wait_for_url(f"**{SAFETY}")
    assert shows(page)


@pytest.mark.parametrize("browser_name", ["chromium", "remembering_chromium"])
@pytest.mark.parametrize("scripts", [True, False])
def test_five_times_back_shows_nothing_of_what_was_locked(enter, request, browser_name, scripts):
    page = opened(enter(request.getfixturevalue(browser_name), java_script_enabled=scripts))
    page.goto(SAFETY)
    page.goto(HOME)
    page.click("[data-lock] button")
    page.wait_for_url(f"**{LOCKED}")
    for _ in range(5):
        page.go_back(wait_until="load")
        assert not shows(page), page.url


@pytest.mark.parametrize("browser_name", ["chromium", "remembering_chromium"])
@pytest.mark.parametrize("scripts", [True, False])
def test_five_times_back_shows_nothing_of_what_was_left(enter, request, browser_name, scripts):
    page = opened(enter(request.getfixturevalue(browser_name), java_script_enabled=scripts))
    page.goto(SAFETY)
    page.goto(HOME)
    page.click("[data-exit]")
    page.wait_for_url(NEUTRAL)
    ends = time.monotonic() + 1
    while OpenSession.objects.exists() and time.monotonic() < ends:
        time.sleep(0.02)
    assert not OpenSession.objects.exists()
    for _ in range(5):
        page.go_back(wait_until="load")
        assert not shows(page), page.url


def test_without_the_network_the_page_is_empty_and_locks_when_it_is_back(enter):
    context = enter()
    page = opened(context)
    context.set_offline(True)
    assert page.evaluate(PRESS)["text"] == "Loading"
    page.wait_for_timeout(300)
    assert not shows(page)
    context.set_offline(False)
    page.wait_for_url(f"**{LOCKED}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_that_nobody_touches_locks_by_itself(enter, short, scripts):
    page = opened(enter(java_script_enabled=scripts), SAFETY)
    assert shows(page)
    page.wait_for_url(f"**{LOCKED}", timeout=12_000)
    assert not shows(page)
    unlock(page)
    page.wait_for_url(f"**{SAFETY}")


def test_reading_and_writing_keep_it_open(enter, short):
    page = opened(enter())
    ends = time.monotonic() + 6
    while time.monotonic() < ends:
        page.keyboard.press("a")
        page.wait_for_timeout(300)
    assert shows(page)
    page.reload()
    assert shows(page)


@pytest.mark.parametrize("sign", ["visibilitychange", "pageshow", "focus", "keydown"])
def test_a_computer_that_slept_wakes_up_locked(enter, sign):
    page = enter().new_page()
    page.clock.install()
    page.goto(HOME)
    page.clock.set_system_time(time.time() + 16 * 60)
    assert shows(page)
    target = "document" if sign == "visibilitychange" else "window"
    text = page.evaluate(
        f"() => {{ {target}.dispatchEvent(new Event('{sign}')); return document.body.textContent }}"
    )
    assert text == "Loading"
    page.wait_for_url(f"**{LOCKED}")


def test_a_press_in_one_tab_empties_the_others(enter):
    context = enter()
    here, there = opened(context), opened(context, SAFETY)
    here.click("[data-lock] button")
    for page in (here, there):
        page.wait_for_url(f"**{LOCKED}")
        assert not shows(page)


def test_leaving_in_one_tab_leaves_in_the_others(enter):
    context = enter()
    here, there = opened(context), opened(context, SAFETY)
    here.click("[data-exit]")
    for page in (here, there):
        page.wait_for_url(NEUTRAL)


def test_life_in_one_tab_keeps_the_others_open(enter, short):
    context = enter()
    quiet, busy = opened(context), opened(context, SAFETY)
    ends = time.monotonic() + 5
    while time.monotonic() < ends:
        busy.keyboard.press("a")
        busy.wait_for_timeout(300)
    assert shows(quiet)
    assert shows(busy)


def test_sockets_hear_of_it(enter):
    page = opened(enter())
    page.evaluate("addEventListener('portal:lock', () => { document.title = 'heard' })")
    page.evaluate(PRESS)
    assert page.evaluate("document.title") == "heard"


def test_a_lock_on_the_server_empties_the_page_at_the_next_touch(enter, short):
    page = opened(enter())
    OpenSession.objects.all().delete()
    page.wait_for_timeout(1100)
    page.keyboard.press("a")
    page.wait_for_url("**/account/login/")


def tab_to(page, what, at_most=40):
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    pytest.fail(f"The keyboard does not reach {what}.")


@pytest.mark.parametrize("scripts", [True, False])
def test_everything_works_by_keyboard_on_a_phone(enter, scripts, code):
    page = opened(enter(java_script_enabled=scripts, viewport={"width": 360, "height": 740}))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('[data-exit]')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('[data-lock] button')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LOCKED}")
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HOME}")
    tab_to(page, ".menu > summary")
    page.keyboard.press("Enter")
    tab_to(page, f".menu a[href='{SAFETY}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SAFETY}")
    tab_to(page, "a[href='/account/lockdown/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/lockdown/")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/lockdown/done/")
    assert Lockdown.objects.exists()
    assert page.context.cookies() == []
    page.goto("/account/login/")
    tab_to(page, "[name=login]")
    page.keyboard.type("quiet-heron")
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSPHRASE)
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name=kit_code]")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HOME}")
    assert not Lockdown.objects.exists()


ADDRESSES = [
    HOME,
    SAFETY,
    "/account/start/",
    "/account/lockdown/",
    "/account/lockdown/done/",
    LOCKED,
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(enter, width, scheme):
    page = enter(viewport={"width": width, "height": 740}, color_scheme=scheme).new_page()
    for address in [*ADDRESSES, "/es/network/safety/"]:
        if address == LOCKED:
            page.goto(HOME)
            page.click("[data-lock] button")
            page.wait_for_url(f"**{LOCKED}")
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        results = Axe().run(page)
        assert results.violations_count == 0, (address, results.generate_report())
        if address == LOCKED:
            unlock(page)
            page.wait_for_url(f"**{HOME}")


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_page_scrolls_sideways_and_every_target_is_large_enough(enter, width, direction):
    page = enter(viewport={"width": width, "height": 740}).new_page()
    for address in [*ADDRESSES[:-1], "/es/network/safety/"]:
        page.goto(address)
        page.evaluate("d => { document.documentElement.dir = d }", direction)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        small = page.evaluate("""() => [...document.querySelectorAll("a, button, summary")]
            .filter(e => e.checkVisibility() && !e.closest("p:not(.actions)") && !e.matches(".skip"))
            .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height])
            .filter(([, height]) => height && height < 43.9)""")
        assert small == [], address
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        for what in ("[data-exit]", "[data-lock] button"):
            place = page.locator(what).bounding_box() if page.locator(what).count() else None
            assert place is None or (0 <= place["y"] <= 60 and 0 <= place["x"] <= width - 44)


@pytest.mark.asvs("14.3.3")
def test_nothing_stays_in_the_browser(enter):
    context = enter()
    page = opened(context)
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in ADDRESSES[:-1]:
        page.goto(address)
    page.goto(HOME)
    page.keyboard.press("a")
    stored = """async () => [localStorage.length, sessionStorage.length,
        (await indexedDB.databases()).length, (await caches.keys()).length,
        (await navigator.serviceWorker.getRegistrations()).length]"""
    assert page.evaluate(stored) == [0, 0, 0, 0, 0]
    assert {cookie["name"] for cookie in context.cookies()} == {"s", "c"}
    assert all(cookie["expires"] == -1 for cookie in context.cookies())
    page.click("form[action='/account/logout/'] button")
    page.wait_for_load_state()
    assert context.cookies() == []
    assert complaints == []
