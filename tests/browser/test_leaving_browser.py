"""Taking a copy and leaving, in a real browser: by keyboard, on a telephone, with and without scripts."""

from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model

from network.access.models import OpenSession
from tests.people import PASSPHRASE, make_account

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
HANDLE = "quiet-heron"


@pytest.fixture
def member(portal):
    account = make_account(HANDLE)
    if hasattr(account, "safety_read_on"):
        account.safety_read_on = account.joined_on
        account.save()
    return account


@pytest.fixture
def enter(visit, member):
    """Return a function that opens a page in which the member has just typed her passphrase."""

    def sign_in(context=None, **options):
        page = (context or visit(viewport=PHONE, **options)).new_page()
        page.goto("/account/login/")
        page.fill("[name=login]", HANDLE)
        page.fill("[name=password]", PASSPHRASE)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/account/login/" not in address)
        return page

    return sign_in


def press(page, text):
    """Reach a button or link by the Tab key alone and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        words = page.evaluate("document.activeElement.innerText || ''").strip()
        if words == text:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"The Tab key does not reach “{text}”.")


def exists():
    return get_user_model().objects.filter(handle=HANDLE).exists()


def has_no_fault(page):
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scripts", [True, False])
def test_she_takes_a_copy_by_keyboard(enter, scripts, tmp_path):
    page = enter(java_script_enabled=scripts)
    page.goto("/network/export/")
    if scripts:
        has_no_fault(page)
        press(page, "Make the copy")
    else:
        page.click("text=Make the copy")
    page.wait_for_selector("text=Your copy is ready")
    if scripts:
        has_no_fault(page)
    with page.expect_download() as loading:
        page.click("text=Fetch the file")
    assert loading.value.suggested_filename == "notes.zip"
    loading.value.save_as(tmp_path / "notes.zip")
    assert HANDLE in ZipFile(tmp_path / "notes.zip").read("notes.json").decode()


def test_she_closes_by_keyboard_and_comes_back(enter, visit):
    page = enter()
    page.goto("/network/leaving/")
    has_no_fault(page)
    press(page, "Close in 14 days")
    page.wait_for_url("**/leaving/close/")
    has_no_fault(page)
    press(page, "Close my account")
    page.wait_for_url("**/account/closed/")
    has_no_fault(page)
    assert not OpenSession.objects.filter(member__isnull=False).exists()
    again = enter()
    again.goto("/network/")
    again.wait_for_url("**/account/closing/")
    has_no_fault(again)
    press(again, "Keep my account")
    again.wait_for_url("**/network/")
    assert get_user_model().objects.get(handle=HANDLE).may_enter


def test_she_erases_by_keyboard_and_nothing_is_left_in_the_browser(enter):
    page = enter()
    page.goto("/network/leaving/")
    press(page, "Erase now")
    page.wait_for_url("**/account/erase/")
    has_no_fault(page)
    page.focus("[name=word]")
    page.keyboard.type("something")
    page.keyboard.press("Enter")
    page.wait_for_selector(".errors")
    has_no_fault(page)
    page.fill("[name=word]", "erase")
    page.focus("[name=word]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/erased/")
    has_no_fault(page)
    assert not exists()
    page.go_back()
    assert "Erase everything" not in page.content()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_without_scripts_she_closes_and_erases_too(enter):
    page = enter(java_script_enabled=False)
    page.goto("/network/leaving/")
    page.click("a:text('Close in 14 days')")
    page.click("text=Close my account")
    page.wait_for_url("**/account/closed/")
    again = enter(java_script_enabled=False)
    again.goto("/account/closing/")
    again.click("text=Erase everything now")
    again.fill("[name=word]", "erase")
    again.click("button:text('Erase everything')")
    again.wait_for_url("**/account/erased/")
    assert not exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_table(visit, scheme):
    page = visit(viewport=PHONE, color_scheme=scheme).new_page()
    page.goto("/privacy/table/")
    has_no_fault(page)
