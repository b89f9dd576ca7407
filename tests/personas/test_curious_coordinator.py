"""She has an office and looks people up who are none of her business; or her session was taken over."""

import pytest
from django.test import Client

from network.contact.actions import save_card
from network.contact.models import Look
from network.profiles import actions as profiles
from tests.network.officers import client_of, make_chapter, make_officer
from tests.people import make_account, sign_in

pytestmark = pytest.mark.django_db
SECRETS = ("CANARY-phone", "canary-ada@example.org", "CANARY-bio")


@pytest.fixture
def kenya():
    return make_chapter("Kenya chapter")


@pytest.fixture
def ada(kenya):
    member = make_account("ada", chapter=kenya, sealed_email=SECRETS[1])
    save_card(by=member, phone=SECRETS[0], rules={}, mail_level="none", mail_language="en")
    profiles.write(by=member, pseudonym="Ada", bio=SECRETS[2])
    return member


def holds(response):
    return [secret for secret in SECRETS if secret in response.content.decode()]


def test_t20_alone_she_reads_nothing_and_her_try_is_told(ada, kenya):
    coordinator = sign_in(make_officer("coordinator", "coordinator", kenya))
    asked = coordinator.post(
        f"/network/reveals/ask/{ada.public_id}/",
        {"reason": "I wonder how she lives and would like to know."},
    )
    assert asked.status_code == 302
    assert not holds(coordinator.get(asked["Location"]))
    assert Look.objects.filter(member=ada).exists()
    told = sign_in(ada).get("/network/looks/").content.decode()
    assert "coordinator" in told.lower()


def test_t20_the_page_of_a_member_shows_her_no_more_than_the_matrix_gives(ada, kenya):
    coordinator = client_of(make_officer("coordinator", "coordinator", kenya))
    page = coordinator.get(f"/network/members/{ada.profile.public_id}/")
    assert not holds(page)


def test_t26_of_another_chapter_she_finds_nobody(ada):
    elsewhere = client_of(make_officer("elsewhere", "coordinator", make_chapter("Ghana chapter")))
    absent = elsewhere.get("/network/members/" + "x" * 22 + "/").status_code
    assert elsewhere.get(f"/network/members/{ada.profile.public_id}/").status_code == absent == 404
    assert elsewhere.get(f"/network/reveals/ask/{ada.public_id}/").status_code == 404


def test_t26_nothing_can_be_taken_along_but_her_own_data(ada, kenya):
    coordinator = client_of(make_officer("coordinator", "coordinator", kenya))
    for address in ("/network/members/", "/network/office/", "/network/data/"):
        page = coordinator.get(address)
        assert page.status_code in {200, 404}
        assert b".csv" not in page.content
        assert b".xlsx" not in page.content
        assert not holds(page)


def test_t26_officers_need_the_second_factor_in_each_session(kenya):
    officer = make_officer("coordinator", "coordinator", kenya)
    half = Client()
    half.force_login(officer)  # the passphrase alone
    assert half.get("/network/office/").status_code == 302


def test_t07_an_officer_who_closes_the_account_has_lost_the_office(ada, kenya):
    officer = make_officer("coordinator", "coordinator", kenya)
    client = sign_in(officer)
    client.post("/network/leaving/close/")
    assert not officer.office_set.exists()
