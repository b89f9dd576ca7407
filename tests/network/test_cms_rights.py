"""Each role meets in the CMS what docs/rights.md promises, at every address there is."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from network.members import roles
from tests.people import PASSPHRASE, SIGN_IN, make_account, sign_in

from .cms_addresses import ROLES, World, answer, cms_addresses, documented, table, walk

pytestmark = pytest.mark.django_db

SIDE_DOORS = ("cms/login/", "cms/logout/", "cms/password_reset/", "cms/^password_reset/")


def test_every_address_is_documented():
    assert [address for address in cms_addresses() if documented(address) is None] == []


def test_every_row_of_the_table_is_needed():
    used = {documented(address)[0] for address in cms_addresses()}
    assert [pattern for pattern, _ in table() if pattern not in used] == []


@pytest.mark.parametrize("role", ROLES)
def test_each_role_meets_what_is_documented(role):
    world = World()
    client = sign_in(make_account(role=role, second_factor=True))
    met = {address: answer(client.get(world.path(address))) for address in cms_addresses()}
    promised = {address: documented(address)[1][role] for address in met}
    assert {a: (met[a], promised[a]) for a in met if met[a] != promised[a]} == {}


@pytest.mark.parametrize(
    ("who", "met"),
    [
        (None, "sign-in"),
        ({}, "refused"),
        ({"role": "story-editor"}, "/account/2fa/totp/activate/"),
        ({"role": "administrator"}, "/account/2fa/totp/activate/"),
    ],
)
def test_strangers_members_and_staff_without_second_factor_meet_the_door(who, met):
    world = World()
    client = Client() if who is None else sign_in(make_account(**who))
    for address in cms_addresses():
        if address.startswith(SIDE_DOORS):
            continue
        response = client.get(world.path(address))
        place = response.get("Location", "").partition("?")[0]
        assert met in (answer(response), place), address


def test_no_address_of_the_whole_site_but_one_signs_anybody_in():
    world = World()
    account = make_account(is_superuser=True)
    fields = dict.fromkeys(("login", "username", "handle", "email"), account.handle)
    fields |= dict.fromkeys(("password", "password1", "passphrase"), PASSPHRASE)
    for address in sorted(set(walk())):
        path = world.path(address.replace("es/", "", 1) if address.startswith("es/") else address)
        if path == SIGN_IN:
            continue
        client = Client()
        response = client.post(path, fields)
        assert response.status_code < 500, path
        assert "_auth_user_id" not in client.session, path


def test_nobody_but_administrators_manages_groups():
    for role in ROLES[:-1]:
        client = sign_in(make_account(role, role=role, second_factor=True))
        group = Group.objects.get(name="Council reviewers")
        client.post(f"/cms/groups/delete/{group.pk}/")
        client.post("/cms/groups/new/", {"name": "Mine"})
        assert Group.objects.filter(pk=group.pk).exists()
        assert not Group.objects.filter(name="Mine").exists()


def test_changing_several_pages_at_once_needs_the_same_rights():
    page = Page.objects.get(pk=World().fixed["page_id"])
    for role in ("council-reviewer", "data-officer"):
        client = sign_in(make_account(role, role=role, second_factor=True))
        for action in ("delete", "unpublish"):
            client.post(f"/cms/bulk/wagtailcore/page/{action}/?id={page.pk}")
        page.refresh_from_db()
        assert page.live


def test_the_cms_offers_no_way_to_accounts():
    client = sign_in(make_account(role="administrator", second_factor=True))
    desk = client.get("/cms/").content.decode()
    assert "/cms/groups/" in desk
    assert "/cms/users/" not in desk
    assert "gravatar" not in desk
    account = client.get("/cms/account/").content.decode()
    for field in ("first_name", "last_name", "email", "password", "avatar-avatar"):
        assert field not in account.partition("<form")[2], field


def test_staff_choose_their_language_and_time_zone():
    client = sign_in(make_account(role="data-officer", second_factor=True))
    chosen = {
        "locale-preferred_language": "es",
        "locale-current_time_zone": "Africa/Nairobi",
        "theme-theme": "dark",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    assert client.post("/cms/account/", chosen).status_code == 302
    assert 'lang="es"' in client.get("/cms/account/").content.decode()


def test_rights_clicked_together_are_taken_back():
    roles.establish()
    group = Group.objects.get(name="Council reviewers")
    before = rights_of_all_groups()
    group.permissions.add(*Group.objects.get(name="Advocacy editors").permissions.all())
    story = Group.objects.get(name="Story editors")
    story.page_permissions.all().delete()
    assert rights_of_all_groups() != before
    roles.establish()
    assert rights_of_all_groups() == before


def rights_of_all_groups():
    return {
        role.group: (
            sorted(group.permissions.values_list("codename", flat=True)),
            sorted(group.page_permissions.values_list("page", "permission__codename")),
            sorted(group.collection_permissions.values_list("collection", "permission__codename")),
        )
        for role in roles.ROLES.values()
        for group in [Group.objects.get(name=role.group)]
    }
