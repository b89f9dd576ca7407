"""A sealed field reads like any other on its own row, and like nothing anywhere else."""

import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.forms import model_to_dict, modelform_factory
from django.test.utils import isolate_apps
from rest_framework.serializers import ModelSerializer

from home.sealing import indexes
from home.sealing.checks import errors_of
from home.sealing.cipher import Tampered
from home.sealing.fields import SealedTextField
from home.sealing.indexes import BlindIndexField, normalise_email
from tests.letters.models import Letter

pytestmark = pytest.mark.django_db
SECRET = "CANARY-a-letter"


def make_letter(**fields):
    return Letter.objects.create(**{"body": SECRET, "stamp": "blue", **fields})


def column(name, letter):
    """Return what stands in the table, past every field's code."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM letters_letter WHERE id = %s", [letter.pk])
        return cursor.fetchone()[0]


def set_column(name, letter, value):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE letters_letter SET {name} = %s WHERE id = %s", [value, letter.pk])


def test_the_writer_reads_her_text_and_the_table_holds_ciphertext():
    letter = make_letter()
    assert letter.body == SECRET
    assert Letter.objects.get().body == SECRET
    assert column("body", letter).startswith("v1|dev-only|")


def test_no_text_and_an_empty_text_stay_different():
    nothing, empty = make_letter(body=None), make_letter(body="")
    assert column("body", nothing) is None
    assert column("body", empty).startswith("v1|")
    assert Letter.objects.get(pk=nothing.pk).body is None
    assert Letter.objects.get(pk=empty.pk).body == ""
    assert list(Letter.objects.filter(body__isnull=True)) == [nothing]


def test_a_text_copied_to_another_row_or_column_does_not_open():
    mine, hers = make_letter(body="mine"), make_letter(email="hers@example.org")
    set_column("body", hers, column("body", mine))
    set_column("body", mine, column("email", hers))
    for letter in Letter.objects.all():
        with pytest.raises(Tampered):
            _ = letter.body


def test_plain_text_written_past_the_field_is_not_taken_for_an_opened_one():
    letter = make_letter()
    set_column("body", letter, "planted")
    with pytest.raises(Tampered):
        _ = Letter.objects.get().body


def test_only_and_defer_load_and_open_later():
    make_letter()
    assert Letter.objects.only("stamp").get().body == SECRET
    assert Letter.objects.only("body").get().body == SECRET
    deferred = Letter.objects.defer("body").get()
    deferred.stamp = "red"
    deferred.save()
    assert Letter.objects.get().body == SECRET
    fresh = Letter.objects.only("id").get()
    fresh.body = "changed"
    fresh.save()
    assert Letter.objects.get().body == "changed"


def test_refreshing_brings_the_stored_text_back():
    letter = make_letter()
    letter.body = "not saved"
    letter.refresh_from_db()
    assert letter.body == SECRET
    letter.body = "not saved"
    letter.refresh_from_db(fields=["body"])
    assert letter.body == SECRET


def test_many_rows_made_at_once_are_each_sealed_to_themselves():
    Letter.objects.bulk_create([Letter(body=f"letter {n}") for n in range(20)])
    assert {letter.body for letter in Letter.objects.all()} == {f"letter {n}" for n in range(20)}


def test_updating_other_columns_leaves_the_text_and_updating_it_is_refused():
    make_letter()
    Letter.objects.update(stamp="red")
    assert Letter.objects.get().body == SECRET
    with pytest.raises(FieldError, match="sealed to its row"), transaction.atomic():
        Letter.objects.update(body="for everybody")
    letter = Letter.objects.get()
    letter.body = "changed"
    with pytest.raises(FieldError, match="sealed to its row"), transaction.atomic():
        Letter.objects.bulk_update([letter], ["body"])
    Letter.objects.update(body=None)
    assert Letter.objects.get().body is None


@pytest.mark.parametrize(
    "lookup", ["body", "body__contains", "body__in", "body__gt", "body__lower"]
)
def test_searching_a_sealed_field_is_refused(lookup):
    with pytest.raises(FieldError, match="body is sealed"):
        Letter.objects.filter(**{lookup: [SECRET]})


def test_values_serialisers_pickles_and_forms_never_carry_the_text():
    letter = make_letter(choices={"a": SECRET})
    carried = [
        json.dumps(list(Letter.objects.values()), default=str),
        json.dumps(list(Letter.objects.values_list("body", "choices")), default=str),
        serializers.serialize("json", Letter.objects.all()),
        json.dumps(serializers.serialize("python", Letter.objects.all()), default=str),
        pickle.dumps(Letter.objects.get()),
        pickle.dumps(letter),
        json.dumps(vars(letter), default=str),
        repr(letter),
        repr(vars(letter)),
        model_to_dict(letter),
        type(
            "S", (ModelSerializer,), {"Meta": type("M", (), {"model": Letter, "fields": "__all__"})}
        )(letter).data,
        modelform_factory(Letter, fields="__all__")(instance=letter).as_p(),
    ]
    assert [what for what in carried if SECRET in str(what)] == []
    assert "v1|" not in repr(vars(letter))
    assert pickle.loads(pickle.dumps(letter)).body == copy.deepcopy(letter).body == SECRET  # noqa: S301
    with pytest.raises(FieldError):
        modelform_factory(Letter, fields=["body"])


def test_a_fixture_carries_ciphertext_there_and_back():
    letter = make_letter(email="ada@example.org")
    fixture = serializers.serialize("json", [letter])
    letter.delete()
    for row in serializers.deserialize("json", fixture):
        row.save()
    assert Letter.objects.get(email_index="ada@example.org").body == SECRET


def test_a_fixture_with_plain_text_is_refused():
    fixture = [{"model": "letters.letter", "pk": 1, "fields": {"body": SECRET}}]
    with pytest.raises(serializers.base.DeserializationError):
        list(serializers.deserialize("json", json.dumps(fixture)))


def test_json_comes_back_equal():
    value = {"days": [1, 2], "word": "ñandú", "none": None}
    letter = make_letter(choices=value)
    assert Letter.objects.get(pk=letter.pk).choices == value


def test_a_number_is_not_sealed_as_text():
    with pytest.raises(TypeError, match="body takes a text"):
        Letter(body=42)


def test_full_clean_keeps_the_text_and_missing_text_is_a_human_error():
    letter = make_letter(email="ada@example.org")
    letter.full_clean()
    assert (letter.body, letter.email) == (SECRET, "ada@example.org")
    with pytest.raises(ValidationError):
        SealedTextField(name="needed").clean(None, letter)


def test_readers_in_parallel_see_their_own_text():
    letters = [Letter(body=f"letter {n}") for n in range(50)]

    def read(number):
        return all(letters[number].body == f"letter {number}" for _ in range(50))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(50)))


def test_migrations_can_write_the_field_down():
    field = SealedTextField("words", null=True)
    code, imports = MigrationWriter.serialize(field)
    assert code == "home.sealing.fields.SealedTextField(null=True, verbose_name='words')"
    assert imports == {"import home.sealing.fields"}
    assert field.clone().deconstruct() == field.deconstruct()
    code, _ = MigrationWriter.serialize(Letter._meta.get_field("email_index"))
    assert code == (
        "home.sealing.indexes.BlindIndexField(follows='email', "
        "normalise=home.sealing.indexes.normalise_email, unique=True)"
    )


def test_the_index_finds_the_row_however_the_address_is_spelled():
    letter = make_letter(email=" Ada@Example.ORG ")
    make_letter(email="grace@example.org")
    assert Letter.objects.get(email_index="ada@example.org") == letter
    assert Letter.objects.get(email_index__in=["ADA@example.org", "nobody@example.org"]) == letter
    assert Letter.objects.get(email_index=letter.email_index) == letter
    assert not Letter.objects.filter(email_index="nobody@example.org").exists()
    with pytest.raises(FieldError, match="blind index"):
        Letter.objects.filter(email_index__startswith="ada")


def test_two_rows_cannot_hold_the_same_address():
    make_letter(email="ada@example.org")
    with pytest.raises(ValidationError):
        Letter(body="x", email="ADA@example.org").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_letter(email="ADA@example.org")
    make_letter(email="")
    make_letter(email="")
    make_letter(email=None)
    make_letter(email=None)


def test_the_index_never_lags_behind_its_text():
    letter = make_letter(email="ada@example.org")
    letter.email = "grace@example.org"
    letter.save(update_fields=["email"])
    assert not Letter.objects.filter(email_index="ada@example.org").exists()
    assert Letter.objects.get(email_index="grace@example.org") == letter
    sparse = Letter.objects.only("row_key").get()
    sparse.email = "joan@example.org"
    sparse.save()
    assert Letter.objects.get(email_index="joan@example.org") == letter
    whole = Letter.objects.defer("email").get()
    whole.save()
    assert Letter.objects.get(email_index="joan@example.org") == letter
    letter.refresh_from_db()
    letter.email = None
    letter.save()
    assert column("email_index", letter) is None


def test_the_index_is_no_hash_of_the_address_and_differs_between_fields():
    field = Letter._meta.get_field("email_index")
    other = field.clone()
    other.set_attributes_from_name("other_index")
    other.model = Letter
    assert field.index_of("ada@example.org") != other.index_of("ada@example.org")
    before = field.index_of("ada@example.org")
    indexes.renew_secret()
    try:
        assert field.index_of("ada@example.org") != before
    finally:
        indexes.key_for.cache_clear()


def test_badly_built_models_are_reported():
    with isolate_apps("tests.letters"):

        class Loose(models.Model):
            body = SealedTextField(unique=True)
            body_index = BlindIndexField(follows="nothing", normalise=normalise_email)

            class Meta:
                app_label = "letters"

        assert errors_of(Letter) == []
        assert [error.id for error in errors_of(Loose)] == ["home.E018", "home.E020", "home.E021"]
