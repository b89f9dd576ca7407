"""The audit log says who did what, when, to which thing; it holds no words and only grows."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy as _

from home.audit import deeds
from home.audit.actions import Subject, record
from home.audit.models import START, AuditEntry, AuditHead
from home.audit.verification import verify

User = get_user_model()
TESTED = deeds.declare(
    "test.done",
    _("Tested"),
    rows=deeds.NUMBER,
    story=deeds.ID,
    digest=deeds.DIGEST,
    format=deeds.one_of("csv", "xlsx"),
)
THING = Subject("test.thing", "1")


def make_entries(count):
    return [
        record(by="system", deed=TESTED, subject=THING, facts={"rows": n}) for n in range(count)
    ]


@pytest.mark.django_db
def test_an_entry_tells_who_what_when_and_which():
    person = User.objects.create_user("ada")
    entry = record(by=person, deed=TESTED, subject=person, facts={"rows": 3, "format": "csv"})
    entry.refresh_from_db()
    assert (entry.number, entry.previous_hash) == (1, START)
    assert (entry.actor, entry.role, entry.deed) == (person.public_id, "member", "test.done")
    assert (entry.subject_type, entry.subject_id) == ("network.user", person.public_id)
    assert entry.facts == {"format": "csv", "rows": 3}
    assert datetime.now(UTC) - entry.at < timedelta(minutes=1)
    assert "ada" not in str(AuditEntry.objects.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "role"),
    [({}, "member"), ({"is_superuser": True}, "administrator")],
)
def test_an_entry_keeps_the_role_of_that_moment(fields, role):
    person = User.objects.create_user("ada", **fields)
    entry = record(by=person, deed=TESTED, subject=THING)
    User.objects.update(is_superuser=not person.is_superuser)
    entry.refresh_from_db()
    assert entry.role == role


@pytest.mark.parametrize(
    "facts",
    [
        {"note": 1},
        {"rows": "she said that"},
        {"rows": 1.5},
        {"rows": 2**64},
        {"rows": [1]},
        {"rows": None},
        {"story": "Amina from Nairobi"},
        {"story": "ada@example.org"},
        {"story": "a" * 23},
        {"digest": "g" * 64},
        {"format": "pdf"},
        {"format": ["csv"]},
        {"format": ""},
    ],
)
def test_words_and_undeclared_facts_are_refused_without_repeating_them(facts):
    with pytest.raises(deeds.UndeclaredError) as refusal:
        deeds.checked_facts(TESTED, facts)
    assert "Amina" not in str(refusal.value)
    assert "she said" not in str(refusal.value)


def test_numbers_ids_digests_and_fixed_words_are_taken():
    key = uuid.uuid4()
    facts = {"rows": -1, "story": key, "digest": "0f" * 32, "format": "xlsx"}
    assert deeds.checked_facts(TESTED, facts) == {**facts, "story": str(key)}
    assert deeds.checked_facts(TESTED, {"story": "A" * 22, "rows": True})


@pytest.mark.parametrize("name", ["Free words", "done", "test.Done", "test..x", "a." + "b" * 64])
def test_a_deed_has_a_plain_name(name):
    with pytest.raises(deeds.UndeclaredError):
        deeds.declare(name, "x")


def test_a_deed_is_declared_once():
    with pytest.raises(deeds.UndeclaredError, match="twice"):
        deeds.declare(TESTED, "again")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "call",
    [
        {"deed": "test.never_declared"},
        {"by": "Ada Lovelace"},
        {"by": "ada@example.org"},
        {"by": ""},
        {"subject": Subject("Story by Amina", "1")},
        {"subject": Subject("test.thing", "ada@example.org")},
        {"subject": Subject("test.thing", "x" * 41)},
        {"subject": User()},
    ],
)
def test_actors_deeds_and_subjects_made_of_words_are_refused(call):
    if isinstance(call.get("subject"), User):
        call["subject"].public_id = None
        call["subject"].pk = "not an id"
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own sentence
        record(**{"by": "system", "deed": TESTED, "subject": THING, **call})
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_entries_form_a_chain_without_gaps_even_when_an_act_fails():
    first = record(by="system", deed=TESTED, subject=THING)

    @transaction.atomic
    def failing_act():
        record(by="system", deed=TESTED, subject=THING)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        failing_act()
    second = record(by="retention", deed=TESTED, subject=THING)
    assert (second.number, second.previous_hash) == (2, first.hash)
    head = AuditHead.objects.get()
    assert (head.number, head.hash) == (2, second.hash)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE home_auditentry SET deed = 'x.y' WHERE number = 2",
        "UPDATE home_auditentry SET facts_json = facts_json",
        "DELETE FROM home_auditentry WHERE number = 3",
        "DELETE FROM home_auditentry",
        "DELETE FROM home_audithead",
        "UPDATE home_audithead SET number = 2",
        "UPDATE home_audithead SET number = 4",
        "UPDATE home_audithead SET number = number + 1, hash = 'x'",
        "INSERT INTO home_auditentry SELECT 9, at, actor, role, deed, subject_type, subject_id,"
        " facts_json, previous_hash, hash FROM home_auditentry WHERE number = 3",
        "INSERT INTO home_auditentry SELECT 4, at, actor, role, deed, subject_type, subject_id,"
        " facts_json, previous_hash, hash FROM home_auditentry WHERE number = 3",
    ],
)
def test_the_database_refuses_to_change_the_log(statement):
    make_entries(3)
    before = list(AuditEntry.objects.values_list())
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(AuditEntry.objects.values_list()) == before
    assert verify().findings == []


@pytest.mark.django_db
def test_each_database_refuses_its_own_ways_around():
    make_entries(3)
    statements = {
        "sqlite": [
            "REPLACE INTO home_auditentry SELECT * FROM home_auditentry WHERE number = 2",
            "REPLACE INTO home_audithead (id, number, hash) VALUES (1, 0, 'x')",
        ],
        "postgresql": [
            "TRUNCATE home_auditentry",
            "TRUNCATE home_audithead",
            "INSERT INTO home_audithead (id, number, hash) VALUES (1, 0, 'x')"
            " ON CONFLICT (id) DO UPDATE SET number = 0",
        ],
    }
    for statement in statements[connection.vendor]:
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            connection.cursor().execute(statement)
    assert verify().findings == []


def test_eight_writers_at_once_leave_one_chain_without_gaps(committed):
    def write(writer):
        try:
            for _ in range(10):
                record(by=f"writer-{writer}", deed=TESTED, subject=THING)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    numbers = list(AuditEntry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 81))
    assert len(set(AuditEntry.objects.values_list("actor", flat=True))) == 8
    assert verify().findings == []
