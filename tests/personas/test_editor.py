"""She writes the public site. Members' words are none of it."""

import pytest

from network.members.models import User
from network.profiles.models import Photo, Profile
from tests.network.cms_addresses import ROLES, cms_addresses
from tests.network.privacy.members import make_full_member
from tests.people import Client, make_account

pytestmark = pytest.mark.django_db


def client_of(role):
    client = Client()
    client.force_login(make_account(f"staff-{role}", role=role))
    return client


@pytest.mark.parametrize("role", ROLES)
def test_t19_no_page_of_the_cms_knows_a_member(role):
    make_full_member("quiet-river", others=[make_full_member("other")])
    client = client_of(role)
    opened = 0
    for address in cms_addresses():
        if "<" in address or "(" in address:
            continue
        response = client.get(f"/{address}")
        opened += response.status_code == 200
        held = b"" if response.streaming else response.content
        for secret in (b"CANARY", b"canary-", b"quiet-river"):
            assert secret not in held, address
    assert opened > 3


@pytest.mark.parametrize("role", ROLES)
def test_t19_members_pages_and_pictures_are_closed_to_staff(role):
    make_full_member("quiet-river")
    profile, photo = Profile.objects.get(), Photo.objects.get()
    client = client_of(role)
    for address in (
        "/network/",
        "/network/members/",
        f"/network/members/{profile.public_id}/",
        f"/network/members/{profile.public_id}/photo/",
        f"/network/members/{photo.public_id}/avatar.svg",
        "/network/export/",
        "/network/leaving/",
    ):
        response = client.get(address)
        assert response.status_code == 403, address
        assert b"CANARY" not in response.content


@pytest.mark.parametrize("role", ROLES)
def test_t23_nobody_sets_anothers_passphrase_or_becomes_another(role):
    member = make_full_member("quiet-river")
    client = client_of(role)
    for address in ("/cms/users/", f"/cms/users/{member.pk}/", f"/cms/users/edit/{member.pk}/"):
        assert client.get(address).status_code in {403, 404}
        assert client.post(address, {"password1": "x" * 20}).status_code in {403, 404}
    assert User.objects.get(pk=member.pk).password == member.password


def test_t23_there_is_no_address_for_stepping_into_somebody():
    assert not [
        each
        for each in cms_addresses()
        if "hijack" in each or "impersonate" in each or "su/" in each
    ]
