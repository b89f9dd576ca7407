"""Every page of the members' space can be reached by links."""

import pytest

from tests.network.officers import client_of, make_chapter, make_officer
from tests.people import make_account

pytestmark = pytest.mark.django_db


def page_of(account, address):
    return client_of(account).get(address).content.decode()


def test_safeguarding_and_coordinators_find_their_pages_from_their_desk():
    lead = make_officer("lead", "safeguarding")
    assert 'href="/network/alerts/"' in page_of(lead, "/network/office/")
    page = page_of(make_officer("head", "coordinator", make_chapter()), "/network/office/")
    assert 'href="/network/chapter/"' in page
    assert 'href="/network/alerts/"' not in page


def test_a_member_finds_the_chapters_beside_the_members():
    assert 'href="/network/chapters/"' in page_of(make_account(), "/network/members/")


def test_whoever_has_no_account_finds_the_way_in(client):
    assert 'href="/account/signup/"' in client.get("/account/login/").content.decode()
