"""Whoever tampers with the audit log, even past its triggers, is found out."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from home.audit import triggers, verification
from home.audit.actions import record
from home.audit.models import AuditEntry, AuditHead
from tests.home.test_audit import TESTED, THING, make_entries

pytestmark = pytest.mark.django_db


def run(*args):
    out = StringIO()
    try:
        call_command("verify_audit", *args, stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), error
    return out.getvalue().splitlines(), None


def tamper(*statements):
    """Do what someone with full rights on the database could do, triggers and all."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    triggers.install(connection)


def test_a_whole_log_prints_its_head():
    last = make_entries(5)[-1]
    assert run() == ([f"The audit log is whole. Head 5:{last.hash}"], None)


def test_an_empty_log_is_whole():
    assert run() == ([f"The audit log is whole. Head 0:{'0' * 64}"], None)


@pytest.mark.parametrize(
    "column",
    ["actor", "role", "deed", "subject_type", "subject_id", "facts_json", "previous_hash", "hash"],
)
def test_one_changed_letter_in_any_column_names_its_row(column):
    make_entries(5)
    tamper(f"UPDATE home_auditentry SET {column} = '~' || substr({column}, 2) WHERE number = 3")
    lines, error = run()
    assert "Entry 3: its content does not match its hash." in lines
    assert error.returncode == 1
    assert not [line for line in lines if not line.startswith(("Entry 3:", "Entry 4: it does not"))]


def test_a_changed_time_names_its_row():
    make_entries(5)
    entry = AuditEntry.objects.get(number=3)
    value = entry.at.replace(microsecond=(entry.at.microsecond + 1) % 1_000_000)
    triggers.remove(connection)
    AuditEntry.objects.filter(number=3).update(at=value)
    triggers.install(connection)
    assert run()[0] == ["Entry 3: its content does not match its hash."]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL stores no such time")
@pytest.mark.parametrize("nonsense", ["nonsense", "2026-99-99 00:00:00"])
def test_a_row_that_cannot_be_read_is_named_and_the_rest_is_still_checked(nonsense):
    make_entries(5)
    tamper(
        f"UPDATE home_auditentry SET at = '{nonsense}' WHERE number = 2",
        "UPDATE home_auditentry SET role = 'x' WHERE number = 4",
    )
    assert run()[0] == [
        "Entry 2: it cannot be read.",
        "Entry 4: its content does not match its hash.",
    ]


def test_deleted_last_rows_are_noticed():
    make_entries(5)
    tamper("DELETE FROM home_auditentry WHERE number > 3")
    lines, error = run()
    assert len(lines) == 1
    assert lines[0].startswith("Head: it names entry 5:")
    assert error


def test_deleted_rows_in_the_middle_are_named():
    make_entries(6)
    tamper("DELETE FROM home_auditentry WHERE number IN (2, 3, 5)")
    assert run()[0] == ["Entries 2 to 3: they are missing.", "Entry 5: it is missing."]


def test_a_deleted_first_row_is_named():
    make_entries(3)
    tamper("DELETE FROM home_auditentry WHERE number = 1")
    assert run()[0] == ["Entry 1: it is missing."]


def test_exchanged_rows_are_named():
    make_entries(5)
    tamper(
        "UPDATE home_auditentry SET number = -1 WHERE number = 2",
        "UPDATE home_auditentry SET number = 2 WHERE number = 3",
        "UPDATE home_auditentry SET number = 3 WHERE number = -1",
    )
    lines, _ = run()
    assert "Entry 2: its content does not match its hash." in lines
    assert "Entry 3: its content does not match its hash." in lines


def forge(number, previous_hash):
    entry = AuditEntry.objects.get(number=2)
    entry.number, entry.previous_hash, entry.actor = number, previous_hash, "forger"
    entry.hash = entry.digest()
    entry.save(force_insert=True)
    return entry


def test_an_inserted_row_is_named():
    last = make_entries(5)[-1]
    triggers.remove(connection)
    AuditEntry.objects.filter(number=4).delete()
    forge(4, AuditEntry.objects.get(number=3).hash)
    forge(6, last.hash)
    triggers.install(connection)
    assert run()[0] == [
        "Entry 5: it does not follow the entry before it.",
        "Entry 6: it lies beyond the head.",
    ]


def test_rows_numbered_before_the_first_are_named():
    make_entries(2)
    triggers.remove(connection)
    forge(-7, "0" * 64)
    triggers.install(connection)
    assert run()[0] == ["Entry -7: it lies before the first."]


def test_a_changed_or_deleted_head_is_noticed():
    make_entries(3)
    tamper("UPDATE home_audithead SET hash = 'x'")
    assert run()[0][0].startswith("Head: it names entry 3:x")
    tamper("DELETE FROM home_audithead")
    assert run()[0] == [f"Entry {n}: it lies beyond the head." for n in (1, 2, 3)]


def test_a_chain_sewn_up_again_does_not_hold_the_head_that_was_noted():
    noted = f"5:{make_entries(5)[-1].hash}"
    assert run("--expect", noted)[1] is None
    record(by="system", deed=TESTED, subject=THING)
    assert run("--expect", noted)[1] is None
    tamper("DELETE FROM home_auditentry WHERE number > 3")
    last = AuditEntry.objects.get(number=3)
    triggers.remove(connection)
    AuditHead.objects.update(number=3, hash=last.hash)
    triggers.install(connection)
    make_entries(4)
    assert run()[1] is None  # nothing inside the database tells
    assert run("--expect", noted)[0] == ["Entry 5: it is not the one that was noted as head."]


@pytest.mark.parametrize("noted", ["5", "x:y", "1:" + "g" * 64])
def test_a_mistyped_head_gets_a_sentence(noted):
    assert "number:hash" in str(run("--expect", noted)[1])


def test_missing_triggers_are_named():
    triggers.remove(connection)
    assert run()[0] == [
        f"Trigger {name}: it is missing or switched off."
        for name in sorted(triggers.TRIGGERS[connection.vendor])
    ]
    triggers.install(connection)
    assert run()[1] is None


def test_a_long_log_is_read_in_pieces(monkeypatch):
    monkeypatch.setattr(verification, "CHUNK", 3)
    make_entries(10)
    tamper("UPDATE home_auditentry SET role = 'x' WHERE number = 7")
    assert run()[0] == ["Entry 7: its content does not match its hash."]
