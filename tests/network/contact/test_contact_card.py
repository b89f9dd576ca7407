"""How may we reach you? Sealed, hers alone, and good for six months."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.jobs.registry import JOBS
from network.contact.models import ContactCard, Notice
from network.members.models import today
from tests.network.officers import client_of
from tests.people import make_account

pytestmark = pytest.mark.django_db
CONTACT = "/network/contact/"
FILLED = {
    "phone": "CANARY +254 700 000000",
    "channel": "signal",
    "days": ["mon", "sat"],
    "hours": "10 to 12",
    "code_word": "CANARY-mango",
    "if_someone_else": "the school",
    "note": "CANARY never on Fridays",
    "mail_level": "discreet",
    "mail_language": "es",
}
EMPTY = {"mail_level": "none", "mail_language": "en"}


@pytest.fixture
def ada():
    return make_account("ada")


def test_what_she_saves_is_sealed_and_shown_to_her_again(ada):
    client = client_of(ada)
    assert client.post(CONTACT, FILLED).status_code == 302
    page = client.get(CONTACT).content.decode()
    for text in ("CANARY +254 700 000000", "10 to 12", "CANARY-mango", "CANARY never on Fridays"):
        assert text in page
    assert "CANARY" not in repr(list(ContactCard.objects.values()))
    card = ContactCard.objects.get()
    assert card.sealed_rules["days"] == ["mon", "sat"]
    assert card.rules_until == today() + timedelta(days=183)
    assert (card.mail_level, card.mail_language) == ("discreet", "es")


def test_nothing_said_means_never(ada):
    client_of(ada).post(CONTACT, EMPTY)
    card = ContactCard.objects.get()
    assert not card.rules_hold
    assert card.mail_level == "none"


def test_what_she_empties_is_gone(ada):
    client = client_of(ada)
    client.post(CONTACT, FILLED)
    client.post(CONTACT, EMPTY)
    card = ContactCard.objects.get()
    assert (card.sealed_phone, card.sealed_rules, card.rules_until) == (None, None, None)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"phone": "1" * 61}, "60 characters at most. You wrote 61."),
        ({"note": "n" * 501}, "500 characters at most. You wrote 501."),
        ({"channel": "pigeon"}, "pigeon is not one of the available choices"),
        ({"channel": ""}, "Choose how you may be contacted"),
        ({"days": ["someday"]}, "someday is not one of the available choices"),
        ({"mail_level": "loud"}, "loud is not one of the available choices"),
        ({"mail_language": "xx"}, "xx is not one of the available choices"),
    ],
)
@pytest.mark.asvs("2.2.1")
def test_a_wrong_answer_is_named_and_nothing_typed_is_lost(ada, wrong, sentence):
    response = client_of(ada).post(CONTACT, {**FILLED, **wrong})
    assert response.status_code == 400
    page = response.content.decode()
    assert sentence in page
    assert "CANARY-mango" in page
    assert not ContactCard.objects.exists()


@pytest.mark.asvs("15.3.3")
def test_nobody_else_and_nothing_else_can_be_set_with_the_form(ada):
    bea = make_account("bea")
    fields = {"member": bea.pk, "rules_until": "2999-01-01", "told_of_end": "on", "standing": "x"}
    client_of(ada).post(CONTACT, {**FILLED, **fields})
    card = ContactCard.objects.get()
    assert (card.member, card.rules_until) == (ada, today() + timedelta(days=183))


def test_rules_that_have_ended_are_said_to_mean_never_and_she_is_reminded_once(ada):
    client = client_of(ada)
    client.post(CONTACT, FILLED)
    job = JOBS["remind_of_rules"]
    job.run(timezone.now())
    assert not Notice.objects.exists()
    ContactCard.objects.update(rules_until=today() - timedelta(days=1))
    assert "nobody contacts you outside" in client.get(CONTACT).content.decode()
    job.run(timezone.now())
    job.run(timezone.now())
    assert Notice.objects.get().member == ada
    client.post(CONTACT, FILLED)
    assert "nobody contacts you outside" not in client.get(CONTACT).content.decode()
    ContactCard.objects.update(rules_until=today() - timedelta(days=1))
    job.run(timezone.now())
    assert Notice.objects.count() == 2


@pytest.mark.asvs("14.3.2")
def test_no_browser_or_proxy_keeps_the_page(ada):
    response = client_of(ada).get(CONTACT)
    assert response["Cache-Control"] == "no-store, private"
    assert "<title>My page</title>" in response.content.decode()
