"""A member takes along what is kept of her: all of it, nothing of others, once, and only herself."""

import json
import tracemalloc
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.core import mail as outbox
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from network.access.models import MailRecovery
from network.contact.models import Notice
from network.members.belongings import exported
from network.members.models import today
from network.privacy import actions, packing
from network.privacy.models import Export, ExportWait
from tests.network.privacy.members import PICTURE, make_full_member
from tests.people import PASSPHRASE, make_account, sign_in

pytestmark = pytest.mark.django_db

EXPORT = "/network/export/"


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """Return a function that posts and lets the worker have its turn."""

    def post(client, address=EXPORT, data=None):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, data or {})

    return post


def address_of_file(client):
    page = BeautifulSoup(client.get(EXPORT).content, "html.parser")
    return next(
        form["action"]
        for form in page.find_all("form", action=True)
        if form["action"].startswith(EXPORT) and len(form["action"]) > len(EXPORT) + 20
    )


def fetch(client):
    response = client.post(address_of_file(client))
    assert response.status_code == 200
    return response, ZipFile(BytesIO(b"".join(response.streaming_content)))


def move(export_of, **changes):
    Export.objects.filter(member=export_of).update(**changes)


def test_t09_the_copy_holds_all_her_fields_and_none_of_others(committing):
    others = [make_full_member(f"other-{number}") for number in range(2)]
    member = make_full_member("quiet-river", others=others)
    client = sign_in(member)
    committing(client)
    _response, archive = fetch(client)
    assert archive.namelist() == ["notes.html", "notes.json", "photo.webp"]
    assert archive.read("photo.webp") == PICTURE
    readable, plain = archive.read("notes.html").decode(), archive.read("notes.json").decode()
    json.loads(plain)
    for text in (readable, plain):
        for field in (
            *("name", "country", "language", "pronouns", "bio", "experience", "skills", "phone"),
            *("safe-contact", "code-word", "avoided", "join-note", "message"),
        ):
            assert f"CANARY-quiet-river-{field}" in text, field
        assert "canary-quiet-river@example.org" in text
        assert "other-" not in text  # neither handles, nor reasons, nor opinions, nor names
        for other in others:
            assert other.public_id not in text
            assert other.profile.public_id not in text
    assert "CANARY-quiet-river-bio &lt;b&gt;&amp;" in readable


def test_the_copy_has_a_section_for_everything_that_is_declared(committing):
    member = make_full_member("quiet-river", others=[make_full_member("other")])
    names = {title for title, _rows in packing.sections(member)}
    empty = {str(it.title) for it in exported()} - names
    # These have rows only in other stories.
    assert empty <= {
        *("Offices", "Lockdown", "New passphrase by e-mail", "Open sessions", "Second factor"),
        *("A day's wait before each copy", "Connections that others asked you for"),
    }


def test_a_recovery_by_mail_that_waits_stands_in_the_copy(committing):
    member = make_full_member("quiet-river")
    MailRecovery.objects.create(member=member, new_hash="x", proven_at=timezone.now())
    assert "New passphrase by e-mail" in {title for title, _rows in packing.sections(member)}


def test_a_no_that_was_never_told_is_not_told_by_the_copy():
    member = make_full_member("quiet-river", others=[make_full_member("other")])
    member.asked_connections.update(state="declined", declined_on=today())
    text = "".join(packing.as_json(member))
    assert "declined" not in text
    assert '"asked"' in text


@pytest.mark.asvs("7.5.1", "14.3.2")
def test_it_is_a_download_with_a_neutral_name_that_nobody_keeps(committing):
    client = sign_in(make_full_member("quiet-river"))
    committing(client)
    response, archive = fetch(client)
    assert response["Content-Disposition"] == 'attachment; filename="notes.zip"'
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "no-store, private"
    html = archive.read("notes.html").decode()
    assert "<title>Notes</title>" in html
    assert "survivor" not in html.lower()
    assert all(entry.date_time[0] == 1980 for entry in archive.infolist())


def test_it_can_be_fetched_once(committing):
    client = sign_in(make_full_member("quiet-river"))
    committing(client)
    address = address_of_file(client)
    assert client.post(address).status_code == 200
    assert not Export.objects.exists()
    assert client.post(address).status_code == 404


def test_looking_at_the_address_fetches_nothing(committing):
    client = sign_in(make_full_member("quiet-river"))
    committing(client)
    assert client.get(address_of_file(client)).status_code == 405
    assert Export.objects.exists()


def test_after_15_minutes_it_is_gone(committing):
    member = make_full_member("quiet-river")
    client = sign_in(member)
    committing(client)
    address = address_of_file(client)
    move(member, ready_at=timezone.now() - timedelta(minutes=15))
    assert client.post(address).status_code == 404
    call_command("run_scheduled", "--only", "exports")
    assert not Export.objects.exists()


def test_asking_again_replaces_the_first(committing):
    member = make_full_member("quiet-river")
    client = sign_in(member)
    committing(client)
    first = address_of_file(client)
    committing(client)
    assert Export.objects.count() == 1
    assert client.post(first).status_code == 404
    assert fetch(client)


def test_nobody_else_can_fetch_it(committing):
    member, other = make_full_member("quiet-river"), make_account("other")
    client = sign_in(member)
    committing(client)
    address = address_of_file(client)
    absent = sign_in(other).post(EXPORT + "x" * 22 + "/")
    theirs = sign_in(other).post(address)
    assert theirs.status_code == absent.status_code == 404
    assert theirs.content == absent.content
    assert Client().post(address).status_code == 302
    assert fetch(client)


@pytest.mark.asvs("7.5.1")
def test_t07_each_step_asks_for_the_passphrase_again(committing, clock):
    member = make_full_member("quiet-river")
    client = sign_in(member)
    committing(client)
    address = address_of_file(client)
    clock.forward(301)
    for path in (EXPORT, address, f"{EXPORT}stop/", f"{EXPORT}wait/"):
        response = client.post(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/account/reauthenticate/?next=")
    assert Export.objects.count() == 1
    assert not ExportWait.objects.exists()
    client.post(f"/account/reauthenticate/?next={EXPORT}", {"password": PASSPHRASE})
    assert fetch(client)


def test_t09_nothing_is_mailed(committing):
    client = sign_in(make_full_member("quiet-river"))
    committing(client)
    fetch(client)
    assert outbox.outbox == []


@pytest.mark.asvs("11.3.2")
def test_t21_while_it_waits_the_database_holds_no_word_of_it(committing):
    member = make_full_member("quiet-river")
    committing(sign_in(member))
    stored = dict(Export.objects.values("sealed_file").get())
    assert stored["sealed_file"].startswith("v1|own|")


def test_while_it_is_packed_the_page_says_so_and_works_without_a_script():
    member = make_full_member("quiet-river")
    client = sign_in(member)
    client.post(EXPORT)  # the worker does not come: nothing is committed
    response = client.get(EXPORT)
    page = response.content.decode()
    assert response.status_code == 202
    assert "<progress" in page
    assert 'http-equiv="refresh"' not in page
    assert "Look again" in page
    call_command("run_scheduled", "--only", "pack_exports")
    assert client.get(EXPORT).status_code == 200
    assert fetch(client)


def test_packing_twice_does_no_harm(committing):
    member = make_full_member("quiet-river")
    committing(sign_in(member))
    export = Export.objects.get()
    assert actions.pack_export(public_id=export.public_id) is False
    assert actions.pack_export(public_id="x" * 22) is False


def test_t09_who_wished_it_has_a_day_to_stop_a_copy_that_another_asked_for(committing):
    member = make_full_member("quiet-river")
    client = sign_in(member)
    client.post(f"{EXPORT}wait/", {"waits": "on"})
    committing(client)
    assert Export.objects.get().ready_at is None
    assert "It waits 24 hours" in client.get(EXPORT).content.decode()
    assert Notice.objects.filter(member=member, path=EXPORT).count() == 1
    call_command("run_scheduled", "--only", "pack_exports")
    assert Export.objects.get().ready_at is None
    committing(client)  # asking again does not begin the day anew
    assert Notice.objects.filter(member=member, path=EXPORT).count() == 1
    client.post(f"{EXPORT}stop/")
    assert not Export.objects.exists()


def test_t09_switching_the_wait_off_does_not_help_at_once(committing):
    member = make_full_member("quiet-river")
    client = sign_in(member)
    client.post(f"{EXPORT}wait/", {"waits": "on"})
    client.post(f"{EXPORT}wait/", {})
    committing(client)
    assert Export.objects.get().ready_at is None
    move(member, not_before=timezone.now() - timedelta(minutes=1))
    assert "The 24 hours are over" in client.get(EXPORT).content.decode()
    committing(client)
    assert fetch(client)
    ExportWait.objects.update(ends_at=timezone.now())
    committing(client)
    assert fetch(client)


def test_a_long_history_is_packed_row_by_row():
    member = make_account("quiet-river")

    def peak(rows):
        Notice.objects.all().delete()
        Notice.objects.bulk_create(
            Notice(member=member, kind="something", path=f"/network/{number}/")
            for number in range(rows)
        )
        tracemalloc.start()
        packing.pack(member)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    few, many = peak(500), peak(4000)
    assert many < few + 300_000  # bytes; 3,500 rows as text alone are more than twice that


def test_the_page_takes_a_fixed_number_of_queries(django_assert_max_num_queries, committing):
    client = sign_in(make_full_member("quiet-river"))
    client.get(EXPORT)
    committing(client)
    with django_assert_max_num_queries(11):
        client.get(EXPORT)
