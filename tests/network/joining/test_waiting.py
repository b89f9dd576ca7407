"""Whoever waits reads public pages and her own, writes a note, or takes everything back."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from home.audit.models import AuditEntry
from network.access.models import OpenSession
from network.joining.models import JoinRequest
from network.members.models import MemberKey, User
from network.profiles.models import Profile
from tests.network.joining.joining import PASSPHRASE, WAITING, join, make_officers, signed_in
from tests.people import make_account, type_passphrase

pytestmark = pytest.mark.django_db

NOTE = "/account/waiting/note/"
WITHDRAW = "/account/waiting/withdraw/"


def network_addresses():
    """Return every address of the members' space, with an id where one is wanted."""
    found = get_resolver().namespace_dict["network"][1].reverse_dict
    for name in [key for key in found if isinstance(key, str)]:
        wanted = found.getlist(name)[0][0][0][1]
        yield reverse(f"network:{name}", kwargs=dict.fromkeys(wanted, "x" * 22))


def test_every_members_page_is_closed_to_whoever_waits():
    client, _account = join()
    addresses = list(network_addresses())
    assert "/network/requests/" in addresses
    for address in addresses:
        assert client.get(address).status_code == 403, address
        assert client.post(address).status_code == 403, address


def test_whoever_waits_is_in_no_page_of_a_member():
    people = make_officers()
    client, account = join(pseudonym="CANARY-waiting", chapter=people.kenya.public_id)
    member = signed_in(make_account("member", chapter=people.kenya))
    for address in network_addresses():
        content = member.get(address).content
        assert b"CANARY-waiting" not in content
        assert account.handle.encode() not in content
        assert account.profile.public_id.encode() not in content
    assert client.get("/cms/").status_code == 403


def test_the_way_in_is_not_the_page_of_strangers_and_members():
    assert Client().get(WAITING)["Location"] == f"/account/login/?next={WAITING}"
    assert signed_in(make_account()).get(WAITING)["Location"] == "/network/"
    for address in (NOTE, WITHDRAW):
        assert signed_in(make_account(f"member-{len(address)}")).post(address).status_code == 302
        assert Client().get(address).status_code == 405
    assert User.objects.count() == 3


def test_a_note_is_sealed_kept_and_not_shown_again():
    client, account = join()
    assert client.post(NOTE, {"note": "CANARY for you\r\nsecond line"})["Location"] == WAITING
    request = JoinRequest.objects.get(member=account)
    assert request.sealed_note == "CANARY for you\nsecond line"
    assert "CANARY" not in str(JoinRequest.objects.values_list("sealed_note", flat=True)[0])
    page = client.get(WAITING).content
    assert b"CANARY" not in page
    assert b"Your note is kept" in page
    client.post(NOTE, {"note": ""})
    assert JoinRequest.objects.get(member=account).sealed_note is None


@pytest.mark.parametrize("length", [1000, 1001])
def test_a_note_has_at_most_1000_characters_and_is_never_cut(length):
    client, account = join()
    response = client.post(NOTE, {"note": "é" * length})
    kept = JoinRequest.objects.get(member=account).sealed_note
    if length == 1000:
        assert (response.status_code, kept) == (302, "é" * 1000)
    else:
        assert (response.status_code, kept) == (400, None)
        assert "é" * length in response.content.decode()
        assert b"Shorten your text" in response.content


def test_taking_it_back_erases_everything_at_once():
    client, account = join()
    client.post(NOTE, {"note": "CANARY"})
    other = Client()
    type_passphrase(other, account.handle, PASSPHRASE)
    assert client.post(WITHDRAW).status_code == 400
    assert User.objects.exists()
    response = client.post(WITHDRAW, {"sure": "on"})
    assert response.status_code == 200
    assert response["Clear-Site-Data"]
    for model in (User, MemberKey, Profile, JoinRequest, OpenSession):
        assert not model.objects.exists(), model
    assert other.get(WAITING).status_code == 302
    assert type_passphrase(Client(), account.handle, PASSPHRASE).status_code == 400
    last = AuditEntry.objects.order_by("number").last()
    assert last.subject_id == account.public_id


def test_the_forms_of_whoever_waits_need_a_token():
    _client, account = join()
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(account)
    for address in (NOTE, WITHDRAW):
        assert careful.post(address, {"note": "x", "sure": "on"}).status_code == 403
    assert User.objects.exists()


def test_the_page_needs_few_queries(django_assert_max_num_queries):
    client, _account = join()
    with django_assert_max_num_queries(10):
        client.get(WAITING)
