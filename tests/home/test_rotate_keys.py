"""Keys can be changed: everything moves to the first key, and the old one can be taken away."""

import base64
import os
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from home.sealing import indexes, rotation
from home.sealing.cipher import Tampered, reseal, seal, unseal
from home.sealing.keys import DEVELOPMENT_KEYS
from tests.letters.models import Letter

pytestmark = pytest.mark.django_db
NEW = "new:" + base64.b64encode(os.urandom(32)).decode()
User = get_user_model()


@pytest.fixture(autouse=True)
def _forget_the_index_secret():
    yield
    indexes._key_for.cache_clear()


@pytest.fixture
def letters():
    User.objects.create_user("ada", sealed_email="ada@example.org")
    return [Letter.objects.create(body=f"body {n}", email=f"{n}@example.org") for n in range(7)]


def run(*args):
    out, err = StringIO(), StringIO()
    failure = None
    try:
        call_command("rotate_keys", *args, stdout=out, stderr=err)
    except CommandError as error:
        failure = str(error)
    return out.getvalue().splitlines(), err.getvalue().splitlines(), failure


def test_after_a_run_the_old_key_can_be_removed(settings, letters):
    settings.FIELD_KEYS = f"{NEW},{DEVELOPMENT_KEYS}"
    lines, complaints, failure = run("--batch-size=3")
    # Every model that holds something sealed has its line, also those without a row yet.
    assert {line for line in lines if ": 0 of 0 rows" not in line} == {
        "home.IndexSecret: 1 of 1 rows read, 1 renewed",
        "letters.Letter: 7 of 7 rows read, 7 renewed",
        # What one key of her own seals stays; only that key is sealed anew.
        "network.MemberKey: 1 of 1 rows read, 1 renewed",
        "network.User: 1 of 1 rows read, 0 renewed",
    }
    assert "mfa.Authenticator: 0 of 0 rows read, 0 renewed" in lines
    assert "home.Mail: 0 of 0 rows read, 0 renewed" in lines
    assert (complaints, failure) == ([], None)

    settings.FIELD_KEYS = NEW
    indexes._key_for.cache_clear()  # as in a process that starts now
    for number, letter in enumerate(letters):
        fresh = Letter.objects.get(email_index=f"{number}@EXAMPLE.org")
        assert (fresh.pk, fresh.body) == (letter.pk, f"body {number}")
    assert User.objects.get().sealed_email == "ada@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(email="0@example.org")


def test_duplicates_are_refused_and_found_at_every_moment_of_a_rotation(settings, letters):
    settings.FIELD_KEYS = f"{NEW},{DEVELOPMENT_KEYS}"
    indexes._key_for.cache_clear()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(email="0@example.org")  # not rotated yet
    assert Letter.objects.get(email_index="0@example.org") == letters[0]


def test_a_second_run_changes_nothing(settings, letters):
    settings.FIELD_KEYS = f"{NEW},{DEVELOPMENT_KEYS}"
    run()
    before = list(Letter.objects.order_by("pk").values_list())
    lines, _, failure = run()
    assert all(line.endswith(" 0 renewed") for line in lines)
    assert failure is None
    assert list(Letter.objects.order_by("pk").values_list()) == before


def test_a_broken_run_goes_on_where_it_stopped(settings, letters):
    settings.FIELD_KEYS = f"{NEW},{DEVELOPMENT_KEYS}"
    calls = []

    def renew_until_the_power_fails(row):
        if len(calls) == 4:
            raise KeyboardInterrupt
        calls.append(row)
        return rotation._renew_fields(row)

    place = rotation.Place(Letter, renew_until_the_power_fails)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(place, batch_size=2)
    progress = rotation.rotate(rotation.Place(Letter, rotation._renew_fields), batch_size=2)
    assert (progress.total, progress.read, progress.renewed) == (7, 7, 3)


def test_an_unreadable_row_is_named_the_others_are_done_and_the_command_fails(settings, letters):
    body = next(iter(Letter.objects.filter(pk=letters[2].pk).values_list("body", flat=True)))
    broken = body[:-1] + ("A" if body[-1] != "A" else "Q")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE letters_letter SET body = %s WHERE id = %s", [broken, letters[2].pk])
    settings.FIELD_KEYS = f"{NEW},{DEVELOPMENT_KEYS}"
    lines, complaints, failure = run()
    assert "letters.Letter: 6 of 7 rows read, 6 renewed" in lines
    assert complaints == [f"letters.Letter {letters[2].pk}: could not be read"]
    assert failure == "1 rows could not be read. Keep the old keys."


def test_taking_the_old_key_away_too_early_is_noticed(settings, letters):
    settings.FIELD_KEYS = NEW
    _, complaints, failure = run()
    assert len(complaints) == 7 + 1 + 1 + 1
    assert failure


def test_a_changed_index_is_put_right(letters):
    Letter.objects.update(email_index=None)
    run()
    assert Letter.objects.get(email_index="3@example.org") == letters[3]


def test_the_index_secret_itself_can_be_changed(letters):
    before = set(Letter.objects.values_list("email_index", flat=True))
    _, _, failure = run("--new-index-secret")
    after = set(Letter.objects.values_list("email_index", flat=True))
    assert failure is None
    assert not before & after
    assert Letter.objects.get(email_index="3@example.org") == letters[3]


def test_envelopes_that_other_libraries_keep_are_moved_too(settings, monkeypatch):
    letter = Letter.objects.create(stamp="x")
    kept = {letter.pk: seal("seed", context="elsewhere")}

    def renew(row):
        fresh = reseal(kept[row.pk], context="elsewhere")
        changed, kept[row.pk] = kept[row.pk] != fresh, fresh
        return {"stamp": "moved"} if changed else {}

    monkeypatch.setattr(rotation, "OTHER_PLACES", [])
    rotation.also_rotate(Letter, renew)
    settings.FIELD_KEYS = f"{NEW},{DEVELOPMENT_KEYS}"
    lines, _, _ = run()
    assert lines.count("letters.Letter: 1 of 1 rows read, 1 renewed") == 1
    settings.FIELD_KEYS = NEW
    assert unseal(kept[letter.pk], context="elsewhere") == "seed"
    assert Letter.objects.get().stamp == "moved"


def test_large_tables_are_read_in_batches(letters):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        rotation.rotate(rotation.Place(Letter, rotation._renew_fields), batch_size=3)
    selects = [q["sql"] for q in queries if "LIMIT 3" in q["sql"]]
    assert len(selects) == 4  # 3 + 3 + 1 rows, and the end


@pytest.mark.parametrize("size", ["0", "-5"])
def test_a_batch_needs_at_least_one_row(size):
    assert run(f"--batch-size={size}")[2] == "--batch-size must be at least 1."


def test_without_the_key_nothing_can_be_read(settings, letters):
    settings.FIELD_KEYS = NEW
    with pytest.raises(Tampered):
        _ = Letter.objects.first().body
