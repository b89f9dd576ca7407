"""What a passphrase must be, and changing it."""

import pytest
from django.test import Client

from network.access import known
from network.access.passphrases import PassphraseValidator
from network.members.models import User
from tests.people import PASSPHRASE, SIGN_IN, make_account, sign_in, type_passphrase

from .people import NEW, opens

pytestmark = pytest.mark.django_db

CHANGE = "/account/password/change/"


def change(client, passphrase, again=None):
    return client.post(
        CHANGE, {"passphrase": passphrase, "again": passphrase if again is None else again}
    )


@pytest.mark.asvs("6.2.2", "6.2.3", "6.2.4")
def test_a_member_changes_the_passphrase_and_only_the_new_one_opens():
    account = make_account()
    client = sign_in(account)
    assert change(client, NEW)["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert opens(account.handle, NEW)
    assert not opens(account.handle, PASSPHRASE)


@pytest.mark.asvs("7.4.3")
def test_changing_it_ends_all_other_sessions_at_once():
    account = make_account()
    here, there = sign_in(account), sign_in(account)
    key = here.cookies["s"].value
    change(here, NEW)
    assert here.cookies["s"].value != key
    assert here.get("/account/").status_code == 200
    assert there.get("/account/")["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize(
    ("passphrase", "sentence"),
    [
        ("eleven chrs", "at least 12"),
        ("", "required"),
        ("x" * 257, "at most 256"),
        ("password1234", "lists of stolen"),
        ("Qwerty 123456", "lists of stolen"),
        ("I love you forever", "lists of stolen"),
        ("quiet-river 4821", "your handle"),
        ("Global Survivor Network", "words of this site"),
        ("river survivor 1", "words of this site"),
    ],
)
@pytest.mark.asvs("6.2.1", "6.2.4", "6.2.11", "6.2.12")
def test_what_is_easy_to_guess_is_refused_with_a_sentence(passphrase, sentence):
    account = make_account("quiet-river-4821")
    client = sign_in(account)
    response = change(client, passphrase)
    assert response.status_code == 400
    page = response.content.decode()
    assert sentence in page
    assert not passphrase or f'value="{passphrase}"' not in page
    assert opens(account.handle)


@pytest.mark.parametrize(
    "passphrase",
    [
        "twelve signs",
        "аромат медленной реки",
        "नदी धीरे धीरे बहती है",
        "  spaces stay where they are  ",
        "nodigitsnocapitals nothing",
        "y" + "ä" * 255,
        "the river runs beside my window",
    ],
)
@pytest.mark.asvs("6.2.5", "6.2.8", "6.2.9", "6.2.10")
def test_every_script_every_sign_and_256_of_them_are_welcome_exactly_as_typed(passphrase):
    account = make_account("quiet-river-4821")
    assert change(sign_in(account), passphrase).status_code == 302
    assert opens(account.handle, passphrase)
    if passphrase != passphrase.strip():
        assert not opens(account.handle, passphrase.strip())


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_the_fields_hide_what_is_typed_and_let_people_paste():
    page = sign_in(make_account()).get(CHANGE).content.decode()
    assert page.count('type="password"') == 2
    assert page.count('autocomplete="new-password"') == 2
    assert "onpaste" not in page
    assert "maxlength" not in page


def test_two_that_differ_are_refused():
    account = make_account()
    response = change(sign_in(account), NEW, again=NEW + "x")
    assert response.status_code == 400
    assert "not the same" in response.content.decode()
    assert opens(account.handle)


def test_the_list_is_as_long_as_promised_and_costs_a_few_looks():
    assert known.count() >= 100_000
    assert known.is_known("123456789012")
    assert known.is_known("football1234") == known.is_known("Football 1234")
    assert not known.is_known(PASSPHRASE)


def test_the_chosen_name_is_no_passphrase():
    class Profile:
        sealed_pseudonym = "Marigold Cinnamon"

    account = User(handle="quiet-river", pk=1)
    account._state.fields_cache["profile"] = Profile()
    with pytest.raises(Exception, match="your name"):
        PassphraseValidator().validate("marigold cinnamon 1", account)


@pytest.mark.asvs("6.4.1")
def test_without_signing_in_nothing_is_changed():
    make_account()
    assert change(Client(), NEW)["Location"].startswith(SIGN_IN)
    assert opens("quiet-river")


def test_old_sessions_do_not_come_back_by_a_late_answer():
    account = make_account()
    here, there = sign_in(account), sign_in(account)
    change(here, NEW)
    assert type_passphrase(there, account.handle, PASSPHRASE).status_code == 400
