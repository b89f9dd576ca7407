"""Two processes, one database: what changes in one is new in the other within a second."""

import http.client
import shutil
import threading
import time

import pytest

from tests.portal.serving import environment, manage, serve


def visit(server, path="/page/", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers={"Host": "localhost", **headers})
    response = connection.getresponse()
    return response.headers.get("ETag"), response.read().decode()


def change(env, name, before="", after=""):
    """Change the site's name in a process of its own, in a transaction."""
    lines = [
        "import django; django.setup()",
        "from django.db import transaction",
        "from wagtail.models import Site",
        "with transaction.atomic():",
        f"    site = Site.objects.get(); site.site_name = {name!r}; site.save()",
        *after.splitlines(),
    ]
    manage_python(env, "\n".join(lines))


def manage_python(env, code):
    import subprocess
    import sys

    subprocess.run([sys.executable, "-c", code], env=env, check=False, capture_output=True)


def seconds_until(server, word, limit=10):
    began = time.monotonic()
    while word not in visit(server)[1]:
        assert time.monotonic() - began < limit, f"{word} never came"
        time.sleep(0.02)
    return time.monotonic() - began


@pytest.fixture(scope="module")
def pair(site_env):
    with serve(*site_env) as one, serve(*site_env) as two:
        yield one, two


def test_a_change_is_seen_by_every_process_within_a_second(pair, site_env):
    env, _ = site_env
    change(env, "Before")
    for server in pair:
        seconds_until(server, "Before")
        # Kept: the second answer is the very same bytes with the same tag.
        assert visit(server)[0] == visit(server)[0] is not None
    change(env, "After")
    for server in pair:
        assert seconds_until(server, "After") < 1


def test_a_change_that_is_taken_back_forgets_nothing(pair, site_env):
    env, _ = site_env
    change(env, "Steady")
    seconds_until(pair[0], "Steady")
    kept = visit(pair[0])
    version = counter(env)
    change(env, "Never", after="    raise SystemExit(1)")
    assert counter(env) == version
    time.sleep(0.6)
    assert visit(pair[0]) == kept


def test_a_page_rendered_during_a_change_is_not_kept(pair, site_env):
    env, folder = site_env
    for name in ("slow-began", "slow-go"):
        (folder / "var" / name).unlink(missing_ok=True)
    change(env, "Old")
    seconds_until(pair[0], "Old")
    seen = []
    reader = threading.Thread(target=lambda: seen.append(visit(pair[0], "/slow/")[1]))
    reader.start()
    while not (folder / "var" / "slow-began").exists():
        time.sleep(0.01)
    change(env, "New")
    time.sleep(1)
    (folder / "var" / "slow-go").touch()
    reader.join()
    assert seen == ["Old"]
    assert visit(pair[0], "/slow/")[1] == "New"


def test_when_the_counter_cannot_be_read_pages_come_from_django(migrated, tmp_path):
    shutil.copy(migrated, tmp_path / "portal.sqlite3")
    (tmp_path / "var").mkdir()
    env = environment(f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    with serve(env, tmp_path) as server:
        kept = visit(server)
        time.sleep(0.3)
        # Changed behind the back of every act, and the counter taken away.
        manage_python(
            env,
            "import django; django.setup()\n"
            "from django.db import connection\n"
            "c = connection.cursor()\n"
            "c.execute(\"UPDATE wagtailcore_site SET site_name = 'Truth'\")\n"
            "c.execute('ALTER TABLE home_publicversion RENAME TO lost')\n",
        )
        time.sleep(1.2)
        assert visit(server) != kept
        assert "Truth" in visit(server)[1]
        assert "The page cache rests" in server.log()


def counter(env):
    code = "from home.pagecache.models import PublicVersion as V; print(V.objects.get().version)"
    return manage(env, "shell", "-v", "0", "-c", code).stdout.strip()
