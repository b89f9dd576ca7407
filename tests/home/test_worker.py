"""The worker as a real process: alone, in company, killed, asked to stop, without its database."""

import signal
import time

import pytest

from tests.home.processes import Portal, own_database, wait_until
from tests.home.slow_jobs import TICK

ADD_TASK = "from tests.home.slow_jobs.jobs import slow_task; slow_task.enqueue()"


@pytest.fixture(scope="module")
def waiting(tmp_path_factory):
    """The name of a database in which a task waits for a worker."""
    folder = tmp_path_factory.mktemp("waiting")
    with own_database(folder) as database, Portal(folder, database.url) as portal:
        portal.shell(ADD_TASK)
        yield database.name


@pytest.fixture
def portal(tmp_path, waiting):
    with own_database(tmp_path, waiting) as database, Portal(tmp_path, database.url) as portal:
        portal.execute, portal.database_away = database.execute, database.away
        portal.read = portal.diary.read_text
        yield portal


def test_two_workers_at_once_do_each_job_and_each_task_once(portal):
    portal.environment["WORK_SECONDS"] = "3"
    first, second = portal.start("worker"), portal.start("worker")
    wait_until(lambda: portal.read().count("ends") == 2, tell=first.lines.read_text)
    time.sleep(3 * TICK)  # in which the second could repeat the first one's work
    assert portal.read().count("job begins") == 1
    assert portal.read().count("task begins") == 1
    assert first.poll() is second.poll() is None
    said = first.lines.read_text() + second.lines.read_text()
    assert said.count("job slow: Done.") == 1
    assert said.count("task slow_task: done") == 1


def test_job_and_task_of_a_killed_worker_are_taken_over(portal):
    portal.environment["WORK_SECONDS"] = "600"
    killed = portal.start("worker")
    wait_until(lambda: "task begins" in portal.read(), tell=killed.lines.read_text)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    also_killed = portal.start("worker")
    wait_until(lambda: "job begins" in portal.read(), tell=also_killed.lines.read_text)
    also_killed.send_signal(signal.SIGKILL)
    also_killed.wait()

    portal.environment["WORK_SECONDS"] = "0"
    heir = portal.start("worker")
    wait_until(lambda: "Worker started" in heir.lines.read_text())
    time.sleep(3 * TICK)
    assert "ends" not in portal.read(), "taken over while its worker might still be alive"
    # Two minutes pass, as far as the records can tell.
    for statement in (
        "UPDATE home_jobstate SET lease_until = '2020-01-01 00:00:00' WHERE name = 'slow'",
        "UPDATE django_tasks_database_dbtaskresult SET started_at = '2020-01-01 00:00:00'"
        " WHERE status = 'RUNNING'",
        "UPDATE home_workerpulse SET seen_at = '2020-01-01 00:00:00'",
    ):
        portal.execute(statement)
    wait_until(lambda: portal.read().count("ends") == 2, tell=heir.lines.read_text)


def test_worker_asked_to_stop_finishes_the_work_in_hand(portal):
    portal.environment["WORK_SECONDS"] = "4"
    worker = portal.start("worker")
    wait_until(lambda: "task begins" in portal.read(), tell=worker.lines.read_text)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert "task ends" in portal.read()
    assert "job begins" not in portal.read()
    assert "Worker stopped." in worker.lines.read_text()
    assert portal.execute("SELECT count(*) FROM home_workerpulse") == [(0,)]


def test_worker_survives_a_database_that_is_away_for_a_while(portal):
    worker = portal.start("worker")
    wait_until(lambda: "job slow" in worker.lines.read_text(), tell=worker.lines.read_text)
    with portal.database_away():
        wait_until(lambda: "The database does not answer" in worker.lines.read_text())
    portal.shell(ADD_TASK)
    wait_until(lambda: portal.read().count("task ends") == 2, tell=worker.lines.read_text)
    assert worker.poll() is None


def test_mail_goes_through_the_worker_into_a_readable_file_and_no_record_names_the_reader(portal):
    portal.shell(
        "from home.newsletter.actions import ask;"
        " ask(address='canary-ada@example.org', topics=[], language='en')"
    )
    tasks = repr(portal.execute("SELECT * FROM django_tasks_database_dbtaskresult"))
    assert "deliver_mail" in tasks
    assert "canary" not in tasks
    worker = portal.start("worker")
    wait_until(lambda: "task deliver_mail: done" in worker.lines.read_text())
    (file,) = portal.outbox.glob("*.eml")
    mail = file.read_text()
    assert "Subject: Please confirm your address" in mail
    assert "To: canary-ada@example.org" in mail
    assert "http://localhost:8000/newsletter/confirm/" in mail
    assert "canary" not in worker.lines.read_text()
    assert portal.execute("SELECT count(*) FROM home_mail WHERE recipient IS NOT NULL") == [(0,)]
