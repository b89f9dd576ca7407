"""Appointing people: who may, what they get, and the passphrase that is shown once."""

import base64
import os
import re
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from home.audit.models import AuditEntry
from network.demo import people as demo
from network.demo.load import load
from network.members import actions, roles
from network.members.chapters import Chapter, Office
from network.members.models import User
from tests.people import CODE, code_for, make_account, sign_in, type_passphrase

pytestmark = pytest.mark.django_db


def appoint(*args):
    out = StringIO()
    call_command("appoint", *args, stdout=out)
    return out.getvalue()


def test_the_operator_makes_an_account_whose_passphrase_is_shown_once():
    said = appoint("Calm-River", "story-editor", "--create")
    passphrase = re.search(r"([a-z2-7]{4}-){4}[a-z2-7]{4}", said)[0]
    client = Client()
    assert type_passphrase(client, "calm-river", passphrase).status_code == 302
    assert client.get("/cms/").status_code == 302
    assert passphrase not in User.objects.get(handle="calm-river").password
    assert "assphrase" not in appoint("calm-river", "data-officer")


def test_nobody_is_appointed_by_a_slip_of_the_keyboard():
    with pytest.raises(CommandError, match="--create"):
        appoint("no-such-handle", "story-editor")
    with pytest.raises(CommandError, match="invalid choice"):
        appoint("calm-river", "emperor", "--create")
    with pytest.raises(CommandError, match="valid"):
        appoint("Not A Handle!", "story-editor", "--create")
    assert not User.objects.exists()


@pytest.mark.parametrize("who", [{}, {"role": "story-editor"}, {"role": "council-reviewer"}])
def test_only_administrators_give_roles(who):
    by, account = make_account("by", **who), make_account("other")
    for role in roles.SLUGS:
        with pytest.raises(PermissionDenied):
            actions.appoint(by=by, account=account, role=role)
    with pytest.raises(PermissionDenied):
        actions.create_account(by=by, handle="third")
    administrator = make_account("admin", role="administrator")
    actions.appoint(by=administrator, account=account, role="story-editor")
    administrator.is_active = False
    with pytest.raises(PermissionDenied):
        actions.appoint(by=administrator, account=account, role="data-officer")


def test_each_appointment_is_in_the_audit_log_once():
    administrator = make_account("admin", role="administrator")
    account, _ = actions.create_account(by=administrator, handle="calm-river")
    for _ in range(2):
        actions.appoint(by=administrator, account=account, role="story-editor")
    appoint("calm-river", "administrator")
    entries = AuditEntry.objects.filter(subject_id=account.public_id).order_by("number")
    assert [(entry.deed, entry.actor) for entry in entries] == [
        ("account.created", administrator.public_id),
        ("account.appointed", administrator.public_id),
        ("account.appointed", "console"),
    ]
    assert "calm-river" not in repr(list(entries.values()))


def test_a_handle_is_used_once():
    actions.create_account(by=None, handle="calm-river")
    with pytest.raises(ValidationError):
        actions.create_account(by=None, handle="calm-river")


def test_demo_people_sign_in_as_the_contract_says_and_loading_twice_changes_nothing():
    first = {handle: account.pk for handle, account in load().items()}
    hashes = dict(User.objects.values_list("handle", "password"))
    assert {handle: account.pk for handle, account in load().items()} == first
    assert dict(User.objects.values_list("handle", "password")) == hashes
    for handle, person in demo.PEOPLE.items():
        works_in_cms = any(role in roles.ROLES or role == "administrator" for role in person.roles)
        enters_network = User.objects.get(handle=handle).standing == "member"
        client = Client()
        response = type_passphrase(client, handle, "lantern orchard mosaic 42")
        if person.has_second_factor:
            assert response["Location"] == CODE
            response = client.post(CODE, {"code": code_for("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")})
        elsewhere = {"waiting": "/account/waiting/", "closing": "/account/closing/"}.get(
            User.objects.get(handle=handle).standing, "/"
        )
        assert response["Location"] == (
            "/network/" if enters_network else "/cms/" if works_in_cms else elsewhere
        )
        # Who is leaving is led to the page of leaving, wherever she goes.
        closed = 302 if handle == "former" else 403
        assert client.get("/cms/").status_code == (200 if works_in_cms else closed)
        assert client.get("/network/").status_code == (200 if enters_network else closed)


def test_the_operator_appoints_a_coordinator_for_a_chapter_by_its_name():
    make_account("calm-river")
    Chapter.objects.create(name="Kenya chapter", region="africa")
    with pytest.raises(CommandError, match="There are: Kenya chapter"):
        appoint("calm-river", "coordinator", "--chapter", "Atlantis")
    for wrong in (["coordinator"], ["moderator", "--chapter", "Kenya chapter"]):
        with pytest.raises(CommandError):
            appoint("calm-river", *wrong)
    assert not Office.objects.exists()
    appoint("calm-river", "coordinator", "--chapter", "Kenya chapter")
    appoint("calm-river", "safeguarding")
    held = Office.objects.order_by("kind").values_list("kind", "chapter__name")
    assert list(held) == [("coordinator", "Kenya chapter"), ("safeguarding", None)]


def test_rotating_the_keys_keeps_second_factors_working(settings):
    account = make_account(role="story-editor", second_factor=True)
    new = "new:" + base64.b64encode(os.urandom(32)).decode()
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = f"{new},{old}"
    call_command("rotate_keys", stdout=StringIO())
    settings.FIELD_KEYS = new
    assert sign_in(account).get("/cms/").status_code == 200
