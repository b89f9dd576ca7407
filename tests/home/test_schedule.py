"""Work that comes back by itself, with the clock moved by hand."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Revision

from home.audit import triggers
from home.jobs import actions, health
from home.jobs.models import JobRun, JobState
from home.jobs.registry import JOBS, Job
from network.access.models import OpenSession

pytestmark = pytest.mark.django_db


def run_scheduled(at=None, **options):
    out = StringIO()
    if at:
        options["at"] = at.isoformat()
    call_command("run_scheduled", stdout=out, **options)
    return out.getvalue()


def make_page(title, *, go_live_at=None, expire_at=None, live=False):
    home = Page.objects.get(depth=2)
    page = Page(title=title, live=live, go_live_at=go_live_at, expire_at=expire_at)
    home.add_child(instance=page)
    revision = page.save_revision()
    if not live:
        revision.publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def make_job(monkeypatch):
    def make(run, name="made_for_this_test", every=timedelta(hours=1)):
        monkeypatch.setitem(JOBS, name, Job(name=name, title="Made", every=every, run=run))
        return name

    return make


def test_page_set_for_the_future_goes_live_at_its_time_and_not_before():
    now = timezone.now()
    page = make_page("Later", go_live_at=now + timedelta(hours=2))
    assert not page.live
    run_scheduled(at=now + timedelta(hours=1))
    page.refresh_from_db()
    assert not page.live
    said = run_scheduled(at=now + timedelta(hours=3))
    page.refresh_from_db()
    assert page.live
    assert "publish_scheduled: 1 published, 0 expired." in said


def test_expired_page_is_taken_down_and_can_be_edited_again():
    now = timezone.now()
    page = make_page("Soon over", expire_at=now + timedelta(hours=1), live=True)
    run_scheduled(at=now + timedelta(hours=2))
    page.refresh_from_db()
    assert not page.live
    assert page.expired
    # With a past date the editor's form would refuse each later save.
    assert page.expire_at is None
    assert page.get_latest_revision_as_object().expire_at is None


def test_page_whose_whole_time_was_slept_through_is_never_shown():
    now = timezone.now()
    page = make_page(
        "Missed", go_live_at=now + timedelta(hours=1), expire_at=now + timedelta(hours=2)
    )
    run_scheduled(at=now + timedelta(hours=3))
    page.refresh_from_db()
    assert not page.live
    assert page.first_published_at is None


def test_one_page_that_cannot_be_published_does_not_hold_up_the_next():
    now = timezone.now()
    broken = make_page("Broken", go_live_at=now + timedelta(hours=1))
    sound = make_page("Sound", go_live_at=now + timedelta(hours=2))
    revision = Revision.objects.for_instance(broken).get()
    revision.content["title"] = ""
    revision.save(update_fields=["content"])
    with pytest.raises(CommandError, match="A job failed"):
        run_scheduled(at=now + timedelta(hours=3), only="publish_scheduled")
    sound.refresh_from_db()
    broken.refresh_from_db()
    assert sound.live
    assert not broken.live
    assert JobRun.objects.get(job_id="publish_scheduled").error == "ValidationError"


def test_job_runs_once_in_its_period_and_again_after_it(make_job):
    times = []
    name = make_job(lambda now: times.append(now))
    now = timezone.now()
    for minutes in (0, 10, 59, 61):
        run_scheduled(at=now + timedelta(minutes=minutes))
    assert times == [now, now + timedelta(minutes=61)]
    # A trial far ahead must not silence the real schedule.
    run_scheduled(at=now + timedelta(days=400))
    run_scheduled(at=now + timedelta(minutes=70))
    assert times[-1] == now + timedelta(minutes=70)
    run_scheduled(at=now + timedelta(minutes=71), only=name)
    assert len(times) == 5


def test_failed_job_is_recorded_without_the_words_of_its_error_and_tried_sooner(make_job):
    def fail(now):
        raise ValueError("ada@example.org is not valid")

    name = make_job(fail, every=timedelta(days=1))
    now = timezone.now()
    with pytest.raises(CommandError):
        run_scheduled(at=now, only=name)
    run = JobRun.objects.get(job_id=name)
    assert (run.error, run.result) == ("ValueError", "")
    state = JobState.objects.get(pk=name)
    assert not state.is_due(timedelta(days=1), now + timedelta(minutes=5))
    assert state.is_due(timedelta(days=1), now + timedelta(minutes=10))


def test_job_in_hand_of_a_living_process_is_left_alone(make_job):
    inside = []

    def run(now):
        inside.append(list(actions.run_due(now=now, holder="another", only=name)))

    name = make_job(run)
    run_scheduled(only=name)
    assert inside == [[]]


def test_only_the_last_runs_are_remembered(make_job):
    name = make_job(lambda now: "Done.")
    for _ in range(actions.HISTORY + 5):
        run_scheduled(only=name)
    assert JobRun.objects.filter(job_id=name).count() == actions.HISTORY


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-45T00:00", ""])
def test_wrong_time_gets_a_sentence(text):
    with pytest.raises(CommandError, match="is not a time"):
        call_command("run_scheduled", f"--at={text}")


def test_unknown_job_gets_the_list_of_those_there_are():
    with pytest.raises(CommandError, match="publish_scheduled"):
        run_scheduled(only="nonsense")


def test_retention_says_each_rule_and_a_dry_run_deletes_nothing():
    OpenSession.objects.create(session_key="a" * 32, expire_date=timezone.now() - timedelta(1))
    dry, wet = StringIO(), StringIO()
    call_command("retention", "--dry-run", stdout=dry)
    assert OpenSession.objects.count() == 1
    call_command("retention", stdout=wet)
    assert OpenSession.objects.count() == 0
    assert "clear_sessions: Sessions are deleted when they have run out. 1 due" in dry.getvalue()
    assert "clear_sessions: Sessions are deleted when they have run out. 1 row" in wet.getvalue()


def test_daily_look_at_the_audit_log_finds_that_it_is_open():
    assert "whole" in run_scheduled(only="verify_audit")
    triggers.remove(connection)
    with pytest.raises(CommandError):
        run_scheduled(only="verify_audit")
    assert JobRun.objects.filter(error="AuditLogIsNotWhole").count() == 1


def test_silent_worker_and_late_publishing_are_noticed():
    now = timezone.now()
    assert health.publishing_is_late()
    run_scheduled(only="publish_scheduled")
    actions.beat(holder="w", is_worker=True)
    assert not health.publishing_is_late()
    assert health.worker_alive()
    assert health.publishing_is_late(now + timedelta(minutes=61))
    assert not health.worker_alive(now + timedelta(minutes=2))
