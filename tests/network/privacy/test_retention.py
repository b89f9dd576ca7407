"""Nothing is kept longer than the published table says, and the table says all of it."""

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import network
from home.jobs.registry import RULES
from network import matrix
from network.contact.models import Notice
from network.members.models import User, today
from tests.people import make_account, sign_in

pytestmark = pytest.mark.django_db

TABLE = "/privacy/table/"
SOURCES = Path(network.__file__).parent
# Kept outside of the application: docs/operators.md says how the machine is set up for these.
BY_THE_OPERATOR = {"logs", "backups"}
# Its job comes with the pages about keys; then this line goes.
NOT_YET = {"security_events"}
ASKED_FOR = re.compile(r"""\b(?:days|minutes|_ago)\((?:now, )?"(\w+)"\)""")


def used_before(days):
    """Return the month that an account was last used in, so that it is `days` since its last day."""
    return (today() - timedelta(days=days)).replace(day=1) - timedelta(days=1)


def run(job, days=0):
    moment = timezone.now() + timedelta(days=days)
    call_command("run_scheduled", "--at", moment.isoformat(), "--only", job)


def make_unused(handle, *, days, **fields):
    return make_account(handle, active_in=used_before(days).replace(day=1), **fields)


def test_after_18_months_a_member_is_reminded_once():
    member = make_unused("quiet-river", days=548)
    other = make_account("other", active_in=today().replace(day=1))
    run("remind_inactive")
    run("remind_inactive")
    assert Notice.objects.filter(member=member, kind="account.inactive").count() == 1
    assert not Notice.objects.filter(member=other).exists()
    assert User.objects.filter(pk=member.pk).exists()


def test_after_24_months_she_is_erased_and_others_are_not():
    make_unused("gone", days=730)
    make_unused("reminded", days=700)
    make_account("here", active_in=today().replace(day=1))
    make_account("never-came-back", joined_on=today() - timedelta(days=800))
    make_unused("editor", days=800, role="story-editor")
    make_unused("admin", days=800, role="administrator")
    run("inactive_accounts")
    left = set(User.objects.values_list("handle", flat=True))
    assert left == {"reminded", "here", "editor", "admin"}


def test_a_month_counts_from_its_last_day():
    member = make_account("quiet-river", active_in=date(2024, 1, 1))
    for days, there in ((729, True), (730, True), (761, False)):
        at = timezone.datetime(2024, 1, 31, 12, tzinfo=timezone.get_default_timezone())
        call_command(
            "run_scheduled",
            "--at",
            (at + timedelta(days=days)).isoformat(),
            "--only",
            "inactive_accounts",
        )
        assert User.objects.filter(pk=member.pk).exists() is there, days


def test_signing_in_begins_the_time_anew():
    member = make_unused("quiet-river", days=725)
    sign_in(member)
    run("inactive_accounts", days=30)
    assert User.objects.filter(pk=member.pk).exists()


def test_the_month_costs_one_write_a_month():
    client = sign_in(make_account())
    client.get("/network/")
    with CaptureQueriesContext(connection) as said:
        client.get("/network/")
    assert not [query for query in said if "active_in" in query["sql"] and "UPDATE" in query["sql"]]


def test_every_number_of_the_matrix_is_used_by_a_job():
    used = set()
    for source in SOURCES.rglob("*.py"):
        used |= set(ASKED_FOR.findall(source.read_text()))
    written = {*matrix.read()["retention"], *matrix.read()["minutes"]}
    assert used <= written, "These are not in matrix.yaml."
    missing = written - used - BY_THE_OPERATOR - NOT_YET
    assert not missing, "No job goes by these numbers."


def test_everything_that_is_kept_has_words_and_stands_in_the_table():
    assert len(matrix.kept()) == len(matrix.read()["retention"])
    page = unescape(Client().get(TABLE).content.decode())
    for words, days in matrix.kept():
        assert f'<th scope="row">{words}</th><td class="num">{days}</td>' in page


def test_every_rule_of_the_machine_stands_below_the_table():
    page = unescape(Client().get(TABLE).content.decode())
    assert len(RULES) > 5
    for rule in RULES.values():
        assert f"<li>{rule.sentence}</li>" in page


def test_the_table_is_the_same_for_strangers_and_members_and_sets_no_cookie():
    public = Client()
    response = public.get(TABLE)
    assert "public" in response["Cache-Control"]
    assert not public.cookies
    member = sign_in(make_account()).get("/network/matrix/").content.decode()
    tables = re.compile(r"<table>.*?</table>", re.DOTALL)
    assert tables.findall(member) == tables.findall(response.content.decode())
    assert len(tables.findall(member)) == 2


def test_the_command_lists_the_rules(capsys):
    call_command("retention", "--dry-run")
    said = capsys.readouterr().out
    for name in ("closed_accounts", "inactive_accounts", "exports"):
        assert f"{name}: " in said
