import http.client
import os
import threading

import psycopg
import pytest

from tests.databases import PostgreSQL
from tests.portal.serving import environment, serve

pytestmark = pytest.mark.services


@pytest.fixture
def postgres(worker_id):
    """(address, name, administrator's connection) of a fresh PostgreSQL database."""
    url = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    databases, name = PostgreSQL(url), f"{worker_id}-pool"
    databases.copy(databases.tables(), name)
    with psycopg.connect(f"{databases.server}/postgres", autocommit=True) as admin:
        yield databases.url(name), databases.full_name(name), admin
    databases.drop(name)


def test_two_hundred_page_views_share_the_connections_of_the_pool(postgres, tmp_path):
    url, name, admin = postgres
    env = environment(url)
    statuses, most = [], [0]
    done = threading.Event()

    def count():
        while not done.wait(0.02):
            query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
            most[0] = max(most[0], admin.execute(query, [name]).fetchone()[0])

    def visit(server):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        # A personal cookie, so that every view goes to the database.
        headers = {"Host": "localhost", "Cookie": "messages=x"}
        connection.request("GET", "/page/", headers=headers)
        statuses.append(connection.getresponse().status)

    (tmp_path / "var").mkdir()
    with serve(env, tmp_path) as server:
        watcher = threading.Thread(target=count)
        watcher.start()
        crowd = [threading.Thread(target=visit, args=[server]) for _ in range(200)]
        for visitor in crowd:
            visitor.start()
        for visitor in crowd:
            visitor.join()
        done.set()
        watcher.join()
    assert statuses == [200] * 200
    # Eight of the pool and one with which the page cache watches the counter.
    assert 1 < most[0] <= 9
