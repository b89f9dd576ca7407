"""He runs the machine: reads the database, its copies and the logs, and might change them."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from home.audit.models import AuditEntry
from tests.dumps import dump
from tests.network.privacy.members import make_full_member
from tests.people import PASSPHRASE, SECRET, Client, make_account, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.asvs("14.2.2")
def test_t21_a_dump_of_the_database_holds_none_of_her_words():
    member = make_full_member("quiet-river", others=[make_full_member("other")])
    sign_in(member).post("/network/export/")
    make_account("officer", role="safeguarding", second_factor=True)
    held = dump(connection)
    for secret in ("CANARY", "canary-", PASSPHRASE, SECRET, "a-small-picture"):
        assert secret not in held


def test_t21_the_administrator_reads_no_member_in_the_application():
    make_full_member("quiet-river")
    client = Client()
    client.force_login(make_account("admin", role="administrator"))
    assert client.get("/network/members/").status_code == 403
    assert client.get("/admin/").status_code == 404


def test_t22_the_log_can_neither_be_changed_nor_cut():
    sign_in(make_account()).post("/network/leaving/close/")
    for change in (
        lambda: AuditEntry.objects.update(actor="somebody"),
        lambda: AuditEntry.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    call_command("verify_audit")


def test_t22_who_gets_around_the_triggers_is_found():
    from home.audit import triggers

    sign_in(make_account()).post("/network/leaving/close/")
    triggers.remove(connection)
    AuditEntry.objects.filter(number=1).update(role="officer")
    with pytest.raises(CommandError):
        call_command("verify_audit")
    triggers.install(connection)


def test_t24_after_erasing_the_key_is_nowhere():
    member = make_full_member("quiet-river")
    sealed_key = member.key.__dict__["sealed_key"]
    own = member.key.own.hex()
    assert sealed_key in dump(connection)
    sign_in(member).post("/account/erase/", {"word": "erase"})
    held = dump(connection)
    assert sealed_key not in held
    assert own not in held


def test_t27_no_row_knows_a_device_or_a_network():
    member = make_full_member("quiet-river")
    client = sign_in(member, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Canarybrowser/7")
    client.get("/network/", REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Canarybrowser/7")
    held = dump(connection)
    assert "203.0.113" not in held
    assert "Canarybrowser" not in held


def test_t27_a_dump_does_not_tell_when_an_officer_signed_in():
    sign_in(make_account(second_factor=True))
    assert Authenticator.objects.get().last_used_at is None
