"""Somebody joins on a phone by keyboard alone, with and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from network.joining.models import JoinRequest
from network.members.chapters import Chapter
from network.members.models import User

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def chapter(portal):
    made = Chapter.objects.create(name="Kenya chapter", region="africa", visibility="public")
    yield made
    made.delete()


def check(page):
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def reach(page, selector):
    """Press Tab until the focus is there."""
    wanted = page.locator(selector).first
    for _step in range(40):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {selector}.")


def join_by_keyboard(page, look=lambda page: None):
    page.goto("/account/signup/")
    look(page)
    reach(page, "button[value=adult]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=passphrase]")
    look(page)
    reach(page, "[name=handle]")
    page.keyboard.press("Space")
    reach(page, "[name=passphrase]")
    page.keyboard.type("too short")
    page.keyboard.press("Enter")  # the first button is the one that joins, not "Other handles"
    page.wait_for_selector(".errors")
    look(page)
    assert page.locator("[name=handle]:checked").count() == 1
    reach(page, "[name=passphrase]")
    page.keyboard.type("seven lanterns over water")
    reach(page, "[name=chapter]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=It is shown only now")
    look(page)
    reach(page, "main a.button")
    page.keyboard.press("Enter")
    # What the site protects and what it cannot, once, before the first page.
    page.wait_for_url("**/account/start/**")
    page.locator("main form button").first.press("Enter")
    page.wait_for_url("**/account/waiting/")
    look(page)


def test_joining_from_start_to_waiting_by_keyboard_on_a_phone(visit, chapter):
    context = visit(viewport=PHONE)
    join_by_keyboard(context.new_page(), look=check)
    account = User.objects.get()
    assert account.standing == "waiting"
    assert JoinRequest.objects.get(member=account).chapter == chapter
    names = {cookie["name"] for cookie in context.cookies()}
    assert names <= {"s", "c"}


def test_joining_works_without_scripts(visit, chapter):
    join_by_keyboard(visit(viewport=PHONE, java_script_enabled=False).new_page())
    assert JoinRequest.objects.get().chapter == chapter


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_is_under_18_finds_help_without_a_cookie(visit, scheme):
    context = visit(viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    page.goto("/account/signup/")
    check(page)
    page.click("button[value=under-18]")
    page.wait_for_selector("text=Child helplines")
    check(page)
    assert context.cookies() == []


def test_other_handles_come_on_request_and_what_was_typed_stays(visit, portal):
    page = visit(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto("/account/signup/")
    page.click("button[value=adult]")
    before = page.locator("fieldset").inner_text()
    page.fill("[name=pseudonym]", "My Own Choice")
    page.click("button[name=other]")
    assert page.input_value("[name=pseudonym]") == "My Own Choice"
    assert page.locator("fieldset").inner_text() != before
    assert not page.locator(".errors").count()
