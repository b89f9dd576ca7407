"""What staff see of background work in the CMS, and what they may do about it."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from home.jobs import actions
from home.jobs.worker import Tasks
from home.mail.actions import send
from home.mail.models import Mail

pytestmark = pytest.mark.django_db
PAGE = "/cms/reports/background-work/"


@task()
def fail_with_words():
    raise OperationalError("canary-ada@example.org is locked")


def make_staff(client, *permissions):
    staff = get_user_model().objects.create_user("ines")
    names = ["access_admin", *permissions]
    role = Group.objects.create(name=" ".join(names))
    role.permissions.set(Permission.objects.filter(codename__in=names))
    staff.groups.add(role)
    client.force_login(staff)
    return staff


@pytest.fixture
def failed_task(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    fail_with_words.enqueue()
    row = DBTaskResult.objects.get()
    row.claim("w")
    Tasks("w", print).run_task(row)
    row.refresh_from_db()
    return row


def test_staff_see_last_run_result_and_next_due_of_each_job(client):
    make_staff(client)
    before = client.get(PAGE).content.decode()
    assert "No worker is running" in before
    assert "late" in before
    call_command("run_scheduled")
    actions.beat(holder="w", is_worker=True)
    after = client.get(PAGE).content.decode()
    assert "A worker is running." in after
    assert "0 published, 0 expired." in after
    assert "<strong>late</strong>" not in after
    assert "never" not in after


def test_first_page_of_the_cms_warns_when_nothing_has_run_for_an_hour(client):
    make_staff(client)
    warning = "publish_scheduled has not run for an hour"
    assert warning in client.get("/cms/").content.decode()
    at = timezone.now() - timedelta(minutes=61)
    call_command("run_scheduled", at=at, only="publish_scheduled")
    assert warning in client.get("/cms/").content.decode()
    call_command("run_scheduled", only="publish_scheduled")
    actions.beat(holder="w", is_worker=True)
    page = client.get("/cms/").content.decode()
    assert warning not in page
    assert "stands still" not in page


def test_failed_task_tells_its_error_but_not_the_words_of_it(client, failed_task):
    make_staff(client)
    page = client.get(PAGE).content.decode()
    assert "fail_with_words" in page
    assert "OperationalError" in page
    assert "canary-ada" not in page
    assert "canary-ada" not in failed_task.traceback
    assert "test_background_status.py" in failed_task.traceback
    assert "Try again" in page
    assert f"{failed_task.pk}/retry/" not in page


def test_only_those_who_may_can_let_a_failed_task_run_again(client, failed_task):
    retry = f"{PAGE}tasks/{failed_task.pk}/retry/"
    assert client.post(retry).status_code == 302
    make_staff(client)
    client.post(retry)
    failed_task.refresh_from_db()
    assert failed_task.status == TaskResultStatus.FAILED
    get_user_model().objects.all().delete()
    make_staff(client, "change_jobstate")
    assert client.get(retry).status_code == 405
    client.post(retry)
    failed_task.refresh_from_db()
    assert failed_task.status == TaskResultStatus.READY


def test_waiting_and_failed_mail_is_counted_and_can_be_tried_again(client):
    send(
        to="canary-ada@example.org",
        template="home/mail/newsletter_confirm",
        context={},
        language="en",
    )
    Mail.objects.update(state=Mail.State.FAILED, ended_at=timezone.now())
    make_staff(client, "change_jobstate")
    page = client.get(PAGE).content.decode()
    assert "1 mail could not be sent in the last 7 days." in page
    assert "canary" not in page
    client.post(f"{PAGE}mail/retry/")
    assert Mail.objects.get().state == Mail.State.WAITING


def test_strangers_see_nothing_of_it(client):
    assert client.get(PAGE).status_code == 302
    assert client.get("/cms/reports/newsletter/").status_code == 302
