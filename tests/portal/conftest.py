import shutil

import pytest

from tests import databases
from tests.portal.serving import environment, serve


@pytest.fixture(scope="session")
def migrated():
    """A migrated SQLite file to copy."""
    return databases.SQLite().path(databases.SQLite().tables())


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
