"""The doors: who gets in, who is led to the next step, and that nobody is led in circles."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

import portal.urls
from tests.people import SET_UP, SIGN_IN, make_account, sign_in

pytestmark = pytest.mark.django_db


def room(request):
    return HttpResponse("inside the room")


# A members' page nobody put a decorator on.
urlpatterns = [
    path(
        "network/",
        include(([path("room/", room, name="room")], "network"), namespace="one-more"),
    ),
    *portal.urls.urlpatterns,
]

CAST = {
    "stranger": None,
    "member": {},
    "story-editor": {"role": "story-editor", "second_factor": True},
    "council-reviewer": {"role": "council-reviewer", "second_factor": True},
    "administrator": {"role": "administrator", "second_factor": True},
}


def client_of(who):
    return Client() if CAST[who] is None else sign_in(make_account(**CAST[who]))


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger", 302),
        ("member", 200),
        ("story-editor", 403),
        ("council-reviewer", 403),
        ("administrator", 403),
    ],
)
def test_the_members_space_opens_to_members_only(who, status):
    response = client_of(who).get("/network/room/")
    assert response.status_code == status
    assert (b"inside the room" in response.content) == (status == 200)
    if status == 302:
        assert response["Location"] == f"{SIGN_IN}?next=/network/room/"


@pytest.mark.urls(__name__)
def test_a_closed_account_does_not_enter():
    account = make_account()
    client = sign_in(account)
    account.is_active = False
    account.save()
    assert client.get("/network/room/").status_code == 302


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger", 302),
        ("member", 403),
        ("story-editor", 200),
        ("council-reviewer", 200),
        ("administrator", 200),
    ],
)
@pytest.mark.parametrize("address", ["/cms/", "/cms/account/"])
def test_the_cms_opens_to_staff_only(who, status, address):
    response = client_of(who).get(address)
    assert response.status_code == status
    if status == 302:
        assert response["Location"] == f"{SIGN_IN}?next={address}"


@pytest.mark.parametrize("address", ["/cms/", "/cms/login/", "/cms/pages/", "/cms/logout/"])
@pytest.mark.parametrize("who", ["member", "story-editor"])
def test_nobody_is_led_in_circles(who, address):
    # Wagtail sends a member to the sign-in page, which sends a signed-in member back to Wagtail.
    client = client_of(who)
    response = client.get(address, follow=True)  # raises RedirectCycleError after a few rounds
    assert response.status_code in {200, 403}


def test_a_member_who_signs_in_on_the_way_to_the_cms_is_not_led_in_circles():
    make_account()
    client = Client()
    response = client.post(
        f"{SIGN_IN}?next=/cms/",
        {"login": "quiet-river", "password": "ochre kettle winter 77"},
        follow=True,
    )
    assert response.status_code == 403


def test_staff_without_second_factor_are_not_led_in_circles():
    client = sign_in(make_account(role="story-editor"))
    response = client.get("/cms/", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain == [(f"{SET_UP}?next=/cms/", 302)]


def test_signing_out_of_the_cms_signs_out():
    client = sign_in(make_account(role="story-editor", second_factor=True))
    assert client.post("/cms/logout/")["Clear-Site-Data"]
    assert client.get("/cms/").status_code == 302


def test_a_script_of_the_cms_is_refused_and_not_redirected():
    client = Client(headers={"x-requested-with": "XMLHttpRequest"})
    assert client.get("/cms/pages/").status_code == 403


def test_a_visitor_with_a_foreign_session_cookie_gets_no_further():
    client = Client()
    client.cookies["s"] = "x" * 32
    assert client.get("/cms/").status_code == 302
