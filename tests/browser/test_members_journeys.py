"""What members and officers do on a phone, by keyboard: signing in, opening a field, letting somebody in."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache

from network.joining import actions as joining
from network.members.models import User
from network.profiles.models import Opening, Profile
from tests.browser.test_joining_browser import PHONE, reach
from tests.network.officers import make_chapter, make_officer
from tests.people import PASSPHRASE, SECRET, code_for, make_account

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _codes_are_fresh():
    # Accounts of the tests before had the same numbers, and a code is taken once.
    cache.clear()


def check(page):
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def sign_in(page, handle, *, code=None):
    """Type handle, passphrase and code, with nothing but keys."""
    page.goto("/account/login/")
    reach(page, "[name=login]")
    page.keyboard.type(handle)
    reach(page, "[name=password]")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    if code:
        page.wait_for_url("**/account/2fa/authenticate/**")
        reach(page, "[name=code]")
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    page.wait_for_url("**/network/**")


def make_member(handle, name, **fields):
    member = make_account(handle, **fields)
    Profile.objects.create(member=member, sealed_pseudonym=name, sealed_bio="I weave.")
    return member


@pytest.mark.parametrize("scripts", [True, False])
def test_an_officer_signs_in_with_a_code_of_her_app_by_keyboard(visit, scripts):
    make_officer("kind-harbour", "safeguarding")
    page = visit(viewport=PHONE, java_script_enabled=scripts).new_page()
    if not scripts:
        page.goto("/account/login/")
        page.fill("[name=login]", "kind-harbour")
        page.fill("[name=password]", PASSPHRASE)
        page.press("[name=password]", "Enter")
        page.fill("[name=code]", code_for(SECRET))
        page.press("[name=code]", "Enter")
        page.wait_for_url("**/network/")
        return
    sign_in(page, "kind-harbour", code=code_for(SECRET))
    check(page)


def test_a_member_opens_one_field_and_sees_her_page_as_others_do(visit):
    member = make_member("calm-river", "Ada of the river", chapter=make_chapter())
    page = visit(viewport=PHONE).new_page()
    sign_in(page, "calm-river")
    page.goto("/network/me/as/mem/")
    assert page.get_by_text("I weave.").count() == 0
    page.goto("/network/me/visibility/")
    check(page)
    reach(page, "[name=bio]")
    page.keyboard.press("End")
    reach(page, "[name=directory]")
    page.keyboard.press("End")
    reach(page, "[name=pseudonym]")
    page.keyboard.press("End")
    reach(page, "main form.levels button[type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    opened = Opening.objects.filter(profile__member=member, field="bio")
    assert {row.audience for row in opened} == {"conn", "chap", "mem"}
    page.goto("/network/me/as/mem/")
    check(page)
    assert page.get_by_text("I weave.").is_visible()


def test_two_officers_let_somebody_in_by_keyboard_on_their_phones(visit):
    chapter = make_chapter()
    officers = [
        make_officer("kind-harbour", "coordinator", chapter),
        make_officer("still-garden", "safeguarding"),
    ]
    applicant = make_account("new-lantern", standing="waiting")
    asked = joining.ask(by=applicant, pseudonym="Lantern", chapter=chapter)
    for officer in officers:
        page = visit(viewport=PHONE).new_page()
        sign_in(page, officer.handle, code=code_for(SECRET))
        page.goto("/network/requests/")
        check(page)
        reach(page, f"a[href$='{asked.public_id}/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/network/requests/*/")
        check(page)
        reach(page, "main form [name=word]")
        page.keyboard.press("Space")
        reach(page, "main form.form button[type=submit]")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        waiting = User.objects.get(pk=applicant.pk).standing
        assert waiting == ("waiting" if officer is officers[0] else "member")
    page = visit(viewport=PHONE).new_page()
    sign_in(page, "new-lantern")
    assert page.locator("h1").count() == 1
