"""The few who may can read, search and copy the audit log; each copy leaves an entry."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from home.audit import triggers
from home.audit.actions import Subject, record
from home.audit.models import AuditEntry
from tests.home.test_audit import TESTED

pytestmark = pytest.mark.django_db
User = get_user_model()


def make_staff(handle, *permissions, **fields):
    person = User.objects.create_user(handle, **fields)
    wanted = ["access_admin", *permissions]
    role = Group.objects.create(name=handle)
    role.permissions.set(Permission.objects.filter(codename__in=wanted))
    person.groups.add(role)
    return person


@pytest.fixture
def entries():
    for number in range(3):
        record(by="retention", deed=TESTED, subject=Subject("test.thing", str(number)))
    return record(by="worker", deed=TESTED, subject=Subject("test.other", "77"))


@pytest.fixture
def reader(client):
    person = make_staff("reader", "read_audit")
    client.force_login(person)
    return client


def test_someone_with_the_permission_reads_the_log_and_finds_it_in_the_menu(reader, entries):
    page = reader.get(reverse("audit_report")).content.decode()
    assert "retention" in page
    assert "Tested" in page
    assert reverse("audit_report") in reader.get(reverse("wagtailadmin_home")).content.decode()


def test_the_administrator_reads_the_log(client, entries):
    client.force_login(make_staff("admin", is_superuser=True))
    assert client.get(reverse("audit_report")).status_code == 200


@pytest.mark.parametrize("url", ["audit_report", "audit_report_results"])
@pytest.mark.parametrize("query", ["", "?export=csv", "?export=xlsx"])
def test_staff_without_the_permission_read_nothing(client, entries, url, query):
    client.force_login(make_staff("editor"))
    response = client.get(reverse(url) + query)
    assert response.status_code in (302, 403)
    assert b"retention" not in response.content
    assert AuditEntry.objects.count() == 4
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("audit_report") not in menu


def test_strangers_are_sent_to_the_sign_in_page(client):
    assert "/account/login/" in client.get(reverse("audit_report"))["Location"]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({}, 4),
        ({"deed": "test.done"}, 4),
        ({"subject_type": "test.thing"}, 3),
        ({"subject_id": "77"}, 1),
        ({"actor": "retention"}, 3),
        ({"actor": "retention", "subject_type": "test.other"}, 0),
        ({"at_from": "today"}, 4),
        ({"at_from": "tomorrow"}, 0),
        ({"at_to": "yesterday"}, 0),
    ],
)
def test_filters_narrow_the_log_down(reader, entries, query, rows):
    days = {"yesterday": -1, "today": 0, "tomorrow": 1}
    today = timezone.now().date()
    query = {k: str(today + timedelta(days[v])) if v in days else v for k, v in query.items()}
    response = reader.get(reverse("audit_report"), query)
    assert len(response.context["object_list"]) == rows


def test_a_filter_that_makes_no_sense_is_answered_with_a_page(reader, entries):
    query = {"deed": "'; DROP TABLE", "at_from": "never", "subject_id": "x" * 10_000}
    assert reader.get(reverse("audit_report"), query).status_code == 200


def test_a_copy_as_csv_holds_the_rows_and_leaves_an_entry(reader, entries):
    response = reader.get(reverse("audit_report"), {"export": "csv", "actor": "retention"})
    text = b"".join(response.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert response["Content-Type"].startswith("text/csv")
    assert [row["Which one"] for row in rows] == ["2", "1", "0"]
    export = AuditEntry.objects.first()
    assert (export.deed, export.facts) == ("audit.exported", {"format": "csv", "rows": 3})
    assert export.actor == User.objects.get(handle="reader").public_id


def test_a_copy_as_xlsx_holds_the_rows_and_leaves_an_entry(reader, entries):
    response = reader.get(reverse("audit_report"), {"export": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.active.max_row == 1 + 4
    assert AuditEntry.objects.first().facts == {"format": "xlsx", "rows": 4}


def test_a_copy_starts_no_formula_in_a_spreadsheet(reader, entries):
    triggers.remove(connection)
    AuditEntry.objects.filter(number=4).update(actor="-cmd|' /C calc'!A0")
    triggers.install(connection)
    response = reader.get(reverse("audit_report"), {"export": "csv"})
    assert b",'-cmd" in b"".join(response.streaming_content)


def test_reading_takes_the_same_queries_however_long_the_log_is(
    reader, entries, django_assert_max_num_queries
):
    for number in range(40):
        record(by="worker", deed=TESTED, subject=Subject("test.thing", str(number)))
    reader.get(reverse("audit_report"))
    with django_assert_max_num_queries(25):
        reader.get(reverse("audit_report"))
