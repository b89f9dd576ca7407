"""Two processes, one database: what changes in one is new in the other within a second."""

import http.client
import shutil
import sqlite3
import threading
import time
from contextlib import closing

import pytest

from tests.portal.serving import Colleague, environment, serve


def visit(server, path="/page/", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers={"Host": "localhost", **headers})
    response = connection.getresponse()
    return response.headers.get("ETag"), response.read().decode()


def change(colleague, name, after=""):
    """Change the site's name in another process, in a transaction."""
    lines = [
        "from django.db import transaction",
        "from wagtail.models import Site",
        "with transaction.atomic():",
        f"    site = Site.objects.get(); site.site_name = {name!r}; site.save()",
        f"    {after}",
    ]
    said = colleague.run("\n".join(lines))
    assert after or not said, said
    return said


def counter(colleague):
    return int(
        colleague.run(
            "from home.pagecache.models import PublicVersion as V; print(V.objects.get().version)"
        )
    )


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


@pytest.fixture(scope="module")
def colleague(site_env):
    with Colleague(site_env[0]) as running:
        yield running


def test_a_change_is_seen_by_every_process_within_a_second(pair, colleague):
    change(colleague, "Before")
    for server in pair:
        seconds_until(server, "Before")
        # Kept: the second answer is the very same bytes with the same tag.
        assert visit(server)[0] == visit(server)[0] is not None
    change(colleague, "After")
    for server in pair:
        assert seconds_until(server, "After") < 1


def test_a_change_that_is_taken_back_forgets_nothing(pair, colleague):
    change(colleague, "Steady")
    seconds_until(pair[0], "Steady")
    kept = visit(pair[0])
    version = counter(colleague)
    assert "SystemExit" in change(colleague, "Never", after="raise SystemExit(1)")
    assert counter(colleague) == version
    time.sleep(0.6)
    assert visit(pair[0]) == kept


def test_a_page_rendered_during_a_change_is_not_kept(pair, site_env, colleague):
    _, folder = site_env
    for name in ("slow-began", "slow-go"):
        (folder / "var" / name).unlink(missing_ok=True)
    change(colleague, "Old")
    seconds_until(pair[0], "Old")
    seen = []
    reader = threading.Thread(target=lambda: seen.append(visit(pair[0], "/slow/")[1]))
    reader.start()
    while not (folder / "var" / "slow-began").exists():
        time.sleep(0.01)
    change(colleague, "New")
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
        with closing(sqlite3.connect(tmp_path / "portal.sqlite3", timeout=20)) as database:
            database.execute("UPDATE wagtailcore_site SET site_name = 'Truth'")
            database.execute("ALTER TABLE home_publicversion RENAME TO lost")
            database.commit()
        time.sleep(1.2)
        assert visit(server) != kept
        assert "Truth" in visit(server)[1]
        assert "The page cache rests" in server.log()
