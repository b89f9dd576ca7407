import shutil

import pytest

from tests.portal.serving import environment, manage, serve


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A migrated SQLite file to copy: migrating takes most of the time."""
    path = tmp_path_factory.mktemp("migrated") / "portal.sqlite3"
    manage(environment(f"sqlite:///{path}"), "migrate", "-v", "0")
    return path


@pytest.fixture(scope="module")
def site_env(migrated, tmp_path_factory):
    """(environment, working directory) of a fresh site."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "var").mkdir()
    shutil.copy(migrated, folder / "portal.sqlite3")
    return environment(f"sqlite:///{folder / 'portal.sqlite3'}"), folder


@pytest.fixture(scope="module")
def server(site_env):
    with serve(*site_env) as running:
        yield running
