"""Erasing: the key goes, every row goes, and nothing that stays names or links anybody."""

import pytest
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from home.audit.models import AuditEntry
from home.mail.models import Mail
from home.sealing.cipher import OWN, Tampered
from home.sealing.fields import SealedField
from network.connections.models import Block
from network.members.belongings import BEFORE_ERASURE, BELONGINGS, Fate
from network.members.erasure import erase
from network.members.models import MemberKey, User
from network.privacy.models import Export
from tests.dumps import dump
from tests.network.privacy.members import mail_to, make_full_member
from tests.people import PASSPHRASE, make_account, sign_in

pytestmark = pytest.mark.django_db

ERASE = "/account/erase/"


def erase_by_hand(member):
    response = sign_in(member).post(ERASE, {"word": "erase"})
    assert response.status_code == 302, response.content.decode()
    return response


def test_it_takes_the_word():
    member = make_account()
    client = sign_in(member)
    for word, says in (
        ("", "Type the word"),
        ("delete", "another word"),
        ("erase" * 20, "at most 40"),
    ):
        response = client.post(ERASE, {"word": word})
        assert response.status_code == 400
        assert says in response.content.decode()
    assert User.objects.filter(pk=member.pk).exists()
    assert client.post(ERASE, {"word": " Erase "}).status_code == 302
    assert not User.objects.filter(pk=member.pk).exists()


def test_afterwards_she_is_signed_out_and_the_browser_forgets():
    member = make_account()
    elsewhere = sign_in(member)
    response = erase_by_hand(member)
    assert response["Location"] == "/account/erased/"
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert elsewhere.get("/network/").status_code == 302
    assert SESSION_KEY not in elsewhere.session


def test_the_handle_does_not_sign_in_any_more():
    member = make_account()
    erase_by_hand(member)
    answer = sign_in_answer(member.handle)
    assert answer == sign_in_answer("never-there")


def sign_in_answer(handle):
    from django.test import Client

    response = Client().post("/account/login/", {"login": handle, "password": PASSPHRASE})
    return response.status_code, response.content.replace(handle.encode(), b"")[:2000].count(b"<p")


def test_t24_nothing_in_the_database_names_her_any_more():
    other = make_full_member("other")
    member = make_full_member("quiet-river", others=[other], second_factor=True)
    mail_to(member)
    indexes = [
        member.email_index.hex,
        member.profile.pseudonym_index.hex,
        *(entry.text_index.hex for entry in member.avoided.all()),
    ]
    erase_by_hand(member)
    left = dump(connection)
    assert "quiet-river" not in left
    for index in indexes:
        assert index not in left.replace("-", "")
    assert Mail.objects.count() == 0
    # The log knows that a person was there, by a random name that stands nowhere else.
    assert left.count(member.public_id) == sum(
        (entry.actor == member.public_id) + (entry.subject_id == member.public_id)
        for entry in AuditEntry.objects.all()
    )
    assert User.objects.filter(pk=other.pk).exists()
    assert other.profile.sealed_bio.startswith("CANARY-other")


def test_every_declared_relation_does_what_it_says():
    other = make_full_member("other")
    member = make_full_member("quiet-river", others=[other])
    before = {
        key: set(it.rows(member).values_list("pk", flat=True)) for key, it in BELONGINGS.items()
    }
    erase_by_hand(member)
    for (model, path), rows in before.items():
        left = model._base_manager.filter(pk__in=rows).count()
        fate = BELONGINGS[(model, path)].fate
        assert left == (len(rows) if fate is Fate.CLEARED else 0), (model._meta.label, path)
    assert sum(map(len, before.values())) > 15


@pytest.mark.asvs("14.2.7")
def test_t24_yesterdays_backup_with_todays_keys_opens_nothing_of_hers():
    other = make_full_member("other")
    member = make_full_member("quiet-river", others=[other])
    backup = sealed_rows()
    opened = {place for place in backup if opens(*place, backup)}
    hers = {place for place in opened if belongs_to(member, *place)}
    assert len(hers) > 10
    assert len(opened - hers) > 10
    erase_by_hand(member)
    restore(member, backup)
    still = {place for place in backup if opens(*place, backup)}
    assert still == opened - hers


def sealed_rows():
    """{(model, field, pk): instance} of every value sealed with a person's own key."""
    found = {}
    for model in apps.get_models():
        fields = [field for field in model._meta.local_fields if isinstance(field, SealedField)]
        for row in model._base_manager.all() if fields else ():
            for field in fields:
                if f"|{OWN}|" in str(row.__dict__.get(field.attname) or ""):
                    found[(model, field.name, row.pk)] = row
    return found


def opens(model, name, pk, backup):
    row = backup[(model, name, pk)]
    row._state.fields_cache.clear()
    row.__dict__.pop("key", None)
    try:
        return getattr(row, name) is not None
    except Tampered:
        return False


def belongs_to(member, model, name, pk):
    row = model._base_manager.get(pk=pk)
    return (row if isinstance(row, User) else row.member).pk == member.pk


def restore(member, backup):
    """Put yesterday's rows back, as a backup would: all but the keys, which are not in it."""
    rows = [row for row in backup.values() if isinstance(row, User) and row.pk == member.pk]
    rows += [row for row in backup.values() if not isinstance(row, User)]
    for row in rows:
        type(row)._base_manager.bulk_create([row], ignore_conflicts=True)
    assert User.objects.filter(pk=member.pk).exists()
    assert not MemberKey.objects.filter(member_id=member.pk).exists()


def test_a_fault_in_the_middle_erases_nothing(monkeypatch):
    member = make_full_member("quiet-river")

    def fails(member):
        raise RuntimeError

    monkeypatch.setattr("network.members.erasure.BEFORE_ERASURE", [fails])
    client = sign_in(member)
    client.raise_request_exception = False
    assert client.post(ERASE, {"word": "erase"}).status_code == 500
    member = User.objects.get(pk=member.pk)
    assert member.profile.sealed_bio
    assert sign_in(member).get("/network/").status_code == 200


def test_those_who_wait_and_those_who_closed_erase_themselves_too():
    waiting = make_account("waiting", standing="waiting")
    erase_by_hand(waiting)
    closed = make_account("closed")
    sign_in(closed).post("/network/leaving/close/")
    erase_by_hand(closed)
    assert not User.objects.exists()


def test_nobody_erases_another():
    member, other = make_account(), make_account("other", role="administrator")
    with pytest.raises(PermissionDenied):
        erase(by=other, member=member)
    with pytest.raises(PermissionDenied):
        erase(by=other, member=other)


def test_an_officer_leaves_the_work_and_takes_her_name_away():
    officer = make_account("officer", role="safeguarding", second_factor=True)
    member = make_full_member("quiet-river", others=[officer])
    page = Page.objects.last()
    PageLogEntry.objects.log_action(page, "wagtail.edit", user=officer)
    page.owner = officer
    page.save()
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(officer.pk),
        label="officer",
        action="wagtail.edit",
        timestamp="2026-01-01T00:00Z",
    )
    erase_by_hand(officer)
    assert PageLogEntry.objects.get(page=page.pk, action="wagtail.edit").user_id is None
    assert Page.objects.get(pk=page.pk).owner_id is None
    assert not ModelLogEntry.objects.filter(label="officer").exists()
    assert member.reveals.get().asked_by_id is None
    assert member.reveals.get().sealed_reason == "CANARY-officer-reason"


def test_t38_two_erased_people_share_nothing_that_stays():
    witness = make_full_member("witness")
    erased = [make_full_member(f"gone-{number}", others=[witness]) for number in range(2)]
    for member in erased:
        Block.objects.filter(other=member).delete()
    marks = [{str(member.pk), member.public_id, member.profile.public_id} for member in erased]
    for member in erased:
        erase_by_hand(member)
    entries = [set(), set()]
    for entry in AuditEntry.objects.all():
        for number, names in enumerate(marks):
            if {entry.actor, entry.subject_id} & names:
                entries[number] |= {entry.actor, entry.subject_id, entry.facts_json}
    ordinary = {"{}", "network.user"}
    assert entries[0] & entries[1] <= ordinary
    for model, path in BELONGINGS:
        if BELONGINGS[(model, path)].fate is Fate.CLEARED:
            for member in erased:
                assert not model._base_manager.filter(**{path: member.pk}).exists()


def test_t38_words_that_stay_for_others_can_be_cut_loose_before():
    seen = []
    BEFORE_ERASURE.append(lambda member: seen.append(member.profile.sealed_pseudonym))
    try:
        erase_by_hand(make_full_member("quiet-river"))
    finally:
        BEFORE_ERASURE.pop()
    assert seen == ["CANARY-quiet-river-name"]


def test_the_copy_goes_too():
    member = make_full_member("quiet-river")
    client = sign_in(member)
    client.post("/network/export/")
    client.post(ERASE, {"word": "erase"})
    assert not Export.objects.exists()
    call_command("verify_audit")
