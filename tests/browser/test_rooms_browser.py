"""Two people in one room, in two real browsers, beside a real server."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.home.processes import own_database
from tests.network.discussions import live

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rooms")
    with (
        django_db_blocker.unblock(),
        own_database(folder) as own,
        live.running(own.url, folder, people=4) as (facts, servers),
    ):
        yield facts, servers[0]


@pytest.fixture
def enter(site, chromium):
    """Return a function that opens the room as one of the members."""
    facts, server = site
    contexts = []

    def open_room(number, **options):
        context = chromium.new_context(
            base_url=f"http://localhost:{server.port}",
            viewport={"width": 360, "height": 740},
            **options,
        )
        cookie = facts["people"][number]["cookie"]
        context.add_cookies(
            [{"name": "s", "value": cookie, "url": f"http://localhost:{server.port}"}]
        )
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on(
            "console", lambda line: page.faults.append(line.text) if line.type == "error" else None
        )
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        return page

    yield open_room
    for context in contexts:
        context.close()


def path(site):
    return f"/network/discussions/{site[0]['room']}/"


def write(page, text):
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def test_two_people_see_each_others_words_in_under_a_second(site, enter):
    ada, bea = enter(0), enter(1)
    for page in (ada, bea):
        page.goto(path(site))
    time.sleep(1)
    begun = time.monotonic()
    write(ada, "Good morning from the river")
    bea.get_by_text("Good morning from the river").wait_for(timeout=3000)
    assert time.monotonic() - begun < 1.5
    write(bea, "And to you")
    ada.get_by_text("And to you").wait_for(timeout=3000)
    # Whose message a link answers is said to readers of the page, and takes no room on it.
    name = ada.locator(".message-more span").first.bounding_box()
    assert (name["width"], name["height"]) == (1, 1)
    assert ada.locator("[data-outbox]").count() == 0
    assert ada.get_by_text("Good morning from the river").count() == 1
    assert ada.faults == bea.faults == []


def test_with_sockets_blocked_a_message_shows_within_six_seconds(site, enter):
    ada, bea = enter(0), enter(1)
    bea.add_init_script(
        "window.WebSocket = class { constructor() { setTimeout(() => this.onclose?.(), 10) } };"
    )
    bea.goto(path(site))
    time.sleep(7)
    ada.goto(path(site))
    write(ada, "Seen by asking")
    bea.get_by_text("Seen by asking").wait_for(timeout=6000)


def test_without_a_script_everything_works_by_forms(site, enter):
    page = enter(2, java_script_enabled=False)
    page.goto(path(site))
    write(page, "By form alone")
    message = page.locator("article", has_text="By form alone")
    message.get_by_role("link", name=re.compile("Answer or more")).click()
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("Your message").fill("By form, changed")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("By form, changed").is_visible()
    assert page.get_by_text("edited").is_visible()
    page.locator("article", has_text="changed").get_by_role(
        "link", name=re.compile("Answer")
    ).click()
    write(page, "My own answer")
    assert page.locator(".message-parent").inner_text() == "By form, changed"
    page.locator("article", has_text="My own answer").get_by_role(
        "link", name=re.compile("more")
    ).click()
    page.get_by_role("link", name="Delete it").click()
    page.get_by_role("button", name="Delete it").click()
    assert page.get_by_text("My own answer").count() == 0
    assert page.get_by_text("Deleted by its author.").is_visible()
    write(page, "Call me on +254 700 123 456")
    assert page.get_by_text("This may tell who or where somebody is").is_visible()
    page.get_by_label("Send it as it is").check()
    page.get_by_role("button", name="Send", exact=True).click()
    assert page.get_by_text("+254 700 123 456").is_visible()


def test_offline_and_back_nothing_is_lost_or_doubled(site, enter):
    ada, bea = enter(0), enter(1)
    for page in (ada, bea):
        page.goto(path(site))
    time.sleep(1)
    bea.context.set_offline(True)
    write(bea, "Written in the tunnel")
    bea.get_by_text("Not sent.").wait_for(timeout=5000)
    write(ada, "While you were away")
    bea.context.set_offline(False)
    bea.get_by_text("While you were away").wait_for(timeout=35000)
    ada.get_by_text("Written in the tunnel").wait_for(timeout=35000)
    time.sleep(1)
    orders = [
        page.locator("[data-place]").evaluate_all("all => all.map(e => e.dataset.message)")
        for page in (ada, bea)
    ]
    assert orders[0] == orders[1]
    assert ada.get_by_text("Written in the tunnel").count() == 1
    assert bea.get_by_text("Written in the tunnel").count() == 1


def test_leaving_closes_the_socket_and_wipes_the_page(site, enter):
    page = enter(3)
    page.context.route("https://www.timeanddate.com/**", lambda route: route.fulfill(body="Sunny"))
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket))
    page.goto(path(site))
    time.sleep(1)
    page.get_by_label("Your message").fill("half a thought")
    page.locator("[data-exit]").first.click()
    page.wait_for_url("https://www.timeanddate.com/**")
    assert all(socket.is_closed() for socket in sockets)
    page.go_back()
    assert "half a thought" not in page.content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_rooms_are_accessible(site, enter, scheme):
    page = enter(0, color_scheme=scheme)
    for address in (
        "/network/discussions/",
        path(site),
        "/network/discussions/search/",
        "/network/discussions/notes/",
    ):
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
