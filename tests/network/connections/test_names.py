"""From a profile's page to a connection, by the chosen names that each one shows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.connections import actions, blocking
from network.connections.models import Block, Connection
from network.profiles import actions as profiles
from network.profiles.models import Profile
from tests.network.officers import client_of, make_chapter, make_officer
from tests.people import make_account

pytestmark = pytest.mark.django_db
LIST = "/network/connections/"
TOKEN = re.compile(r'name="member" value="([^"]+)"')


def make_member(handle, name, *, is_listed=False, chapter=None):
    member = make_account(handle, chapter=chapter)
    profiles.write(by=member, pseudonym=name)
    if is_listed:
        profiles.open_to(by=member, openings={"directory": {"mem", "chap"}})
    return member


def page_of(member):
    return f"/network/members/{Profile.objects.get(member=member).public_id}/"


def text_of(member, path):
    return client_of(member).get(path).content.decode()


@pytest.fixture
def ada():
    return make_member("ada", "Quiet Heron")


@pytest.fixture
def bea():
    return make_member("bea", "Red Kite", is_listed=True)


def test_a_member_asks_from_a_page_that_she_sees(ada, bea):
    client = client_of(ada)
    token = TOKEN.search(client.get(page_of(bea)).content.decode())[1]
    assert client.post(f"{LIST}ask/", {"member": token}).status_code == 302
    assert Connection.objects.get().asked_id == bea.pk


def test_the_asked_reads_who_asks_and_the_asker_no_more_than_before(ada, bea):
    actions.ask(by=ada, other=bea)
    assert "Quiet Heron" in text_of(bea, LIST)
    assert "Red Kite" not in text_of(ada, LIST)
    actions.accept(by=bea, connection=Connection.objects.get())
    assert "Red Kite" in text_of(ada, LIST)
    assert page_of(ada) in text_of(bea, LIST)


def test_a_name_shown_by_asking_is_shown_no_more_after_a_no(ada, bea):
    row = actions.ask(by=ada, other=bea)
    actions.decline(by=bea, connection=row)
    assert "Quiet Heron" not in text_of(bea, LIST)


@pytest.mark.asvs("8.2.2")
def test_two_who_are_kept_apart_find_each_other_as_absent_as_nobody(ada, bea):
    profiles.open_to(by=ada, openings={"directory": {"mem", "chap"}})
    paths = {ada.pk: page_of(bea), bea.pk: page_of(ada)}
    blocking.block(by=ada, other=bea)
    for one in (ada, bea):
        client = client_of(one)
        apart, absent = client.get(paths[one.pk]), client.get(f"/network/members/{'x' * 22}/")
        assert (apart.status_code, apart.content) == (absent.status_code, absent.content)
        assert apart.status_code == 404
        assert dict(apart.headers) == dict(absent.headers)


def test_her_list_shows_whom_she_keeps_away_by_the_name_that_she_knew(ada, bea):
    profiles.open_to(by=bea, openings={"directory": {"mem"}, "pseudonym": {"mem"}})
    client = client_of(ada)
    token = TOKEN.search(client.get(page_of(bea)).content.decode())[1]
    client.post("/network/blocks/add/", {"member": token})
    assert "Red Kite" in text_of(ada, "/network/blocks/")
    assert "Red Kite" not in repr(list(Block.objects.values()))


def test_a_chosen_name_on_the_list_keeps_apart_now_and_after_a_change(ada, bea):
    client = client_of(ada)
    client.post("/network/avoid/", {"text": "red KITE"})
    assert client.get(page_of(bea)).status_code == 404
    cleo = make_member("cleo", "Blue Tit", is_listed=True)
    client.post("/network/avoid/", {"text": "Black Swan"})
    assert client.get(page_of(cleo)).status_code == 200
    profiles.write(by=cleo, pseudonym="Black Swan")
    assert client.get(page_of(cleo)).status_code == 404


def test_only_officers_who_may_ask_find_the_way_to_reach_her_outside():
    kenya = make_chapter()
    bea = make_member("bea", "Red Kite", is_listed=True, chapter=kenya)
    words = "Ask to reach this member outside"
    coordinator = make_officer("coordinator", "coordinator", kenya)
    elsewhere = make_officer("elsewhere", "coordinator", make_chapter("Ghana chapter"))
    assert words in text_of(coordinator, page_of(bea))
    assert words not in text_of(elsewhere, page_of(bea))
    path = f"/network/reveals/ask/{Profile.objects.get(member=bea).public_id}/"
    assert "Red Kite" in text_of(coordinator, path)


def test_what_is_new_waits_on_the_first_page_without_a_name(ada, bea):
    assert "Something is new." not in text_of(bea, "/network/")
    actions.ask(by=ada, other=bea)
    page = text_of(bea, "/network/")
    assert "Something is new." in page
    assert "Quiet Heron" not in page


def test_names_take_the_same_number_of_queries_however_many(ada, django_assert_max_num_queries):
    def fill(start):
        for number in range(start, start + 3):
            other = make_member(f"other-{number}", f"Name {number}", is_listed=True)
            row = actions.ask(by=other, other=ada)
            if number % 3:
                actions.accept(by=ada, connection=row)

    client = client_of(ada)
    fill(0)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    fill(3)
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)
