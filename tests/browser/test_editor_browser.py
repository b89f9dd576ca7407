"""An editor signs in with a code, writes a news item by keyboard, and readers see it at once."""

import re
import shutil

import pytest

from tests.databases import SQLite
from tests.people import PASSPHRASE, code_for
from tests.portal.serving import environment, manage, serve

pytestmark = pytest.mark.browser

# In a process of its own: a flush between tests would take Wagtail's root page along.
SET_UP = """
from home.news.models import NewsIndexPage
from tests.cms.making import make_home
from tests.databases import SQLite
from tests.people import make_account
make_account("quiet-river", role="story-editor", second_factor=True)
page = NewsIndexPage(title="News", slug="news", intro="What is new.")
print(make_home().add_child(instance=page).pk)
"""
REPORT = (
    "addEventListener('securitypolicyviolation', event => console.log('VIOLATION '"
    " + event.violatedDirective + ' ' + event.blockedURI))"
)


@pytest.fixture
def site(tmp_path):
    """(address of a running site, number of its list of news)."""
    (tmp_path / "var").mkdir()
    env = environment(
        f"sqlite:///{tmp_path / 'portal.sqlite3'}", MEDIA_ROOT=str(tmp_path / "media")
    )
    shutil.copy(SQLite().path(SQLite().tables()), tmp_path / "portal.sqlite3")
    number = manage(env, "shell", "-v", "0", "-c", SET_UP).stdout.strip()
    with serve(env, tmp_path) as server:
        yield f"http://localhost:{server.port}", number


def watch(page, wrong):
    page.on("console", lambda said: said.text.startswith("VIOLATION") and wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))


def sign_in_by_keyboard(page, handle):
    page.goto("/account/login/?next=/cms/")
    page.fill("[name=login]", handle)
    page.fill("[name=password]", PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=code]")
    page.fill("[name=code]", code_for())
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/cms/$"))


def add_block(page, name, words):
    """Choose a block from the picker and type into its first field."""
    fields = page.locator("[data-contentpath=body] input[name$=value], input[name$=value-title]")
    before = fields.count()
    page.locator(".c-sf-add-button").last.focus()
    page.keyboard.press("Enter")
    search = page.locator("input[placeholder='Search options…']:visible")
    search.fill(name)
    page.wait_for_function(
        "document.querySelectorAll('[role=option]').length === 1", timeout=10_000
    )
    page.keyboard.press("Enter")
    fields.nth(before).wait_for()
    fields.nth(before).focus()
    page.keyboard.type(words)


def test_an_editor_writes_and_publishes_news_by_keyboard(site, chromium):
    url, news = site
    wrong = []
    context = chromium.new_context(base_url=url, viewport={"width": 1400, "height": 1000})
    context.add_init_script(REPORT)
    page = context.new_page()
    watch(page, wrong)
    sign_in_by_keyboard(page, "quiet-river")

    page.goto(f"/cms/pages/add/home/newspage/{news}/")
    page.wait_for_load_state("networkidle")
    page.fill("#id_title", "A court opens its doors")
    page.fill("#id_date", "2024-05-06")
    page.keyboard.press("Escape")
    page.fill("#id_intro", "Survivors now speak first.")
    add_block(page, "Heading", "What changes")
    add_block(page, "Callout", "You decide")
    page.locator("[data-contentpath=body] [role=textbox]").last.focus()
    page.keyboard.type("Nobody has to speak.")
    # The editor of rich text writes into its field a quarter of a second after the last key.
    page.wait_for_timeout(600)
    page.locator("[name=action-publish]").evaluate("button => button.click()")
    page.wait_for_url(re.compile(rf"/cms/pages/{news}/$"))

    reader = chromium.new_context(base_url=url).new_page()
    watch(reader, wrong)
    reader.goto("/news/a-court-opens-its-doors/")
    shown = reader.inner_text("main")
    for words in ("A court opens its doors", "What changes", "You decide", "Nobody has to speak."):
        assert words in shown
    assert wrong == []
    for opened in (context, reader.context):
        opened.close()
