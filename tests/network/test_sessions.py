"""How long a session lasts, for members and for staff, by moving the clock."""

import pytest
from django.test import Client

from network.access.models import OpenSession
from tests.people import SIGN_IN, make_account, sign_in

pytestmark = pytest.mark.django_db

MINUTE, HOUR = 60, 3600


def is_signed_in(client):
    return client.get(SIGN_IN).status_code == 302


@pytest.fixture
def staff(clock):
    return sign_in(make_account(role="story-editor", second_factor=True))


@pytest.fixture(params=["member", "staff"])
def someone(request, clock):
    if request.param == "member":
        return sign_in(make_account()), 12 * HOUR
    return request.getfixturevalue("staff"), 8 * HOUR


@pytest.mark.asvs("7.3.1")
def test_an_idle_session_of_staff_ends(staff, clock):
    client, idle = staff, 10 * MINUTE
    clock.forward(idle - 30)
    assert is_signed_in(client)
    clock.forward(idle - 30)
    assert is_signed_in(client)
    clock.forward(idle)
    assert not is_signed_in(client)
    clock.forward(-idle)
    assert not is_signed_in(client)


def test_a_session_of_staff_never_used_again_ends(staff, clock):
    assert OpenSession.objects.exists()
    clock.forward(10 * MINUTE)
    assert not is_signed_in(staff)
    assert not OpenSession.objects.exists()


@pytest.mark.asvs("7.3.2")
def test_a_busy_session_ends_after_some_hours(someone, clock):
    client, absolute = someone
    for _ in range(absolute // (5 * MINUTE) - 1):
        clock.forward(5 * MINUTE)
        assert is_signed_in(client)
    clock.forward(5 * MINUTE)
    assert not is_signed_in(client)


def test_a_copy_of_the_table_opens_no_session():
    client = sign_in(make_account())
    (kept,) = OpenSession.objects.values_list("session_key", flat=True)
    thief = Client()
    thief.cookies["s"] = kept
    assert not is_signed_in(thief)
    assert is_signed_in(client)


def test_an_open_editor_alone_keeps_no_session_alive(clock):
    client = sign_in(make_account(role="story-editor", second_factor=True))
    for _ in range(9):
        clock.forward(MINUTE)
        client.post("/cms/editing-sessions/release/1/")
        client.get("/cms/editing-sessions/ping/wagtailcore/page/1/")
    clock.forward(MINUTE)
    assert not is_signed_in(client)


def test_an_idle_editor_is_led_to_the_sign_in_page(clock):
    client = sign_in(make_account(role="story-editor", second_factor=True))
    clock.forward(10 * MINUTE)
    response = client.get("/cms/pages/")
    assert response["Location"] == f"{SIGN_IN}?next=/cms/pages/"
    assert client.cookies["s"].value == ""


def test_an_address_that_only_ends_like_the_way_out_ends_the_session_too(clock):
    client = sign_in(make_account(role="story-editor", second_factor=True))
    clock.forward(10 * MINUTE)
    client.get("/cms/pages/leave/")
    clock.forward(-10 * MINUTE)
    assert not is_signed_in(client)
