"""The CMS works in a real browser under its policy: no violation, no script error, no third party."""

import re
import shutil
from urllib.parse import urlsplit

import pytest

from tests.portal.serving import environment, manage, serve

pytestmark = pytest.mark.browser

MOST_PAGES = 80
REPORT = (
    "addEventListener('securitypolicyviolation', event => console.log('VIOLATION '"
    " + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile))"
)
SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.conf import settings
from allauth.account.internal.flows import login
from allauth.mfa.totp.internal.auth import TOTP
from network.members.models import User
from network.access.sessions import SessionStore
admin = User.objects.create_superuser("browser-admin")
TOTP.activate(admin, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
session = SessionStore()
session[SESSION_KEY] = str(admin.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = admin.get_session_auth_hash()
session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0}]
session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(admin.pk)
session.save()
print(settings.SESSION_COOKIE_NAME, session.session_key)
"""


@pytest.fixture(scope="module")
def staff(migrated, tmp_path_factory, chromium):
    """(page of a signed-in administrator, address of the site, what went wrong so far)."""
    folder = tmp_path_factory.mktemp("cms")
    (folder / "var").mkdir()
    shutil.copy(migrated, folder / "portal.sqlite3")
    env = environment(f"sqlite:///{folder / 'portal.sqlite3'}", MEDIA_ROOT=str(folder / "media"))
    name, key = manage(env, "shell", "-v", "0", "-c", SIGN_IN).stdout.split()
    wrong = []
    with serve(env, folder) as server:
        url = f"http://localhost:{server.port}"
        context = chromium.new_context(viewport={"width": 1400, "height": 900})
        context.add_cookies([{"name": name, "value": key, "url": url}])
        context.add_init_script(REPORT)
        page = context.new_page()

        def listen(message):
            if message.text.startswith("VIOLATION"):
                wrong.append(f"{page.url}: {message.text}")

        def check_host(request):
            if not request.url.startswith((url, "data:", "blob:")):
                wrong.append(f"{page.url}: asks {request.url}")

        page.on("console", listen)
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        context.on("request", check_host)
        yield page, url, wrong
        context.close()


def shape(path):
    return re.sub(r"\d+", "1", path)


def links(page):
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    paths = [urlsplit(href).path for href in hrefs]
    return [path for path in paths if path.startswith("/cms/") and "logout" not in path]


def test_every_screen_of_the_cms_works_under_its_policy(staff):
    page, url, wrong = staff
    waiting, seen = ["/cms/", "/cms/pages/2/edit/", "/cms/images/multiple/add/"], set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if shape(path) in seen:
            continue
        seen.add(shape(path))
        answer = page.goto(url + path, wait_until="load")
        assert answer.status < 500, path
        if "text/html" in answer.headers.get("content-type", ""):
            page.wait_for_timeout(150)
            waiting += links(page)
    assert len(seen) > 20
    assert wrong == []


def test_an_editor_can_pick_the_day_of_publishing(staff):
    page, url, wrong = staff
    page.goto(f"{url}/cms/pages/2/edit/")
    page.wait_for_load_state("networkidle")
    page.click("[data-side-panel-toggle='status']")
    page.locator("[data-a11y-dialog-show='schedule-publishing-dialog']").first.click()
    page.click("#id_go_live_at")
    page.wait_for_selector(".xdsoft_datetimepicker:visible")
    assert wrong == []


def test_an_editor_can_promote_a_page_in_search(staff):
    page, url, wrong = staff
    page.goto(f"{url}/cms/searchpicks/add/")
    page.wait_for_load_state("networkidle")
    page.click("[id$='-ADD']")
    page.wait_for_selector("[id$='-FORMS'] input:visible, [id$='-FORMS'] button:visible")
    page.click("#id_query_string-chooser")
    page.wait_for_selector(".modal-body")
    assert wrong == []
