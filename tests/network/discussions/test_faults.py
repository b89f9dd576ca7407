"""While everything breaks: what was acknowledged is there, once, and all see the same."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.databases import here
from tests.network.discussions import live
from tests.network.discussions.crowd import Talker, prove_nothing_lost_or_doubled, talk_through
from tests.network.discussions.services import OwnPostgres, OwnRedis


def run(talkers, trouble):
    async def story():
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(40))
        await talk_through(talkers, trouble)

    asyncio.run(story())
    prove_nothing_lost_or_doubled(talkers)


def test_a_process_killed_in_the_middle_of_writing_loses_nothing_acknowledged(
    fresh_database, tmp_path
):
    with live.running(fresh_database, tmp_path, people=6) as (facts, [server]):
        talkers = [Talker(facts, number, [server], number % 2) for number in range(6)]

        async def trouble():
            for _ in range(2):
                server.kill()
                server.start()
                await asyncio.to_thread(server.wait)
                await asyncio.sleep(2)

        run(talkers, trouble)
        assert sum(talker.reconnects for talker in talkers) >= 3


@pytest.fixture
def redis():
    own = OwnRedis()
    yield own
    own.kill()


@pytest.fixture
def postgres(django_db_setup, django_db_blocker):
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("Needs PostgreSQL")
    own = OwnPostgres()
    with django_db_blocker.unblock():
        own.fill(here().url(here().tables()))
    yield own
    own.stop()


@pytest.mark.services
def test_twelve_people_go_on_while_worker_redis_and_database_break(postgres, redis, tmp_path):
    more = {"REDIS_URL": redis.url, "SHARED_CACHE": "1"}
    with live.running(postgres.url, tmp_path, processes=2, people=12, **more) as (facts, servers):
        talkers = [Talker(facts, number, servers, number < 8) for number in range(12)]

        async def trouble():
            servers[0].kill()
            await asyncio.sleep(1)
            servers[0].start()
            await asyncio.to_thread(servers[0].wait)
            redis.kill()
            before = sum(len(talker.acknowledged) for talker in talkers)
            await asyncio.sleep(6)
            # Without the doorbell they write on.
            assert sum(len(talker.acknowledged) for talker in talkers) > before
            redis.start()
            await asyncio.sleep(2)
            await asyncio.to_thread(postgres.crash_and_restart)
            await asyncio.sleep(3)

        run(talkers, trouble)
        for server in servers:
            assert " says " not in server.log()
