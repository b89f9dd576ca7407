"""Where one is signed in: days and one's own words, and an end to each of them at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from network.access import actions
from network.access.models import OpenSession
from network.access.sessions import row_of
from network.members.chapters import Chapter
from tests.people import PASSPHRASE, SIGN_IN, make_account, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/account/sessions/"


def row(client):
    return OpenSession.objects.get(pk=row_of(client.cookies["s"].value))


def test_the_list_tells_days_and_which_one_this_is_and_nothing_of_the_device():
    account = make_account()
    other = sign_in(account, Client(HTTP_USER_AGENT="Peculiar/7", REMOTE_ADDR="203.0.113.9"))
    here = sign_in(account)
    OpenSession.objects.filter(pk=row(other).pk).update(
        started_on=date(2026, 1, 2), seen_on=date(2026, 1, 3)
    )
    page = here.get(PAGE).content.decode()
    assert page.count("this one") == 1
    assert "Jan. 2, 2026" in page
    assert "Jan. 3, 2026" in page
    for trace in ("Peculiar", "203.0.113"):
        assert trace not in page
    columns = {field.name for field in OpenSession._meta.fields}
    assert not columns & {"ip", "ip_address", "user_agent", "agent", "last_seen_at"}


@pytest.mark.asvs("7.5.2", "7.4.1")
def test_ending_another_session_leads_that_browser_to_the_sign_in_at_once():
    account = make_account()
    here, there = sign_in(account), sign_in(account)
    here.post(f"{PAGE}{row(there).public_id}/end/")
    assert there.get("/network/")["Location"].startswith(SIGN_IN)
    assert here.get("/network/").status_code == 200


def test_all_others_end_with_one_press():
    account = make_account()
    here, others = sign_in(account), [sign_in(account) for _ in range(3)]
    stranger = sign_in(make_account("loud-river"))
    here.post(f"{PAGE}end/")
    assert here.get("/network/").status_code == 200
    assert all(other.get("/network/").status_code == 302 for other in others)
    assert stranger.get("/network/").status_code == 200


@pytest.mark.asvs("7.5.2")
def test_ending_asks_who_is_there_after_five_minutes(clock):
    account = make_account()
    here, there = sign_in(account), sign_in(account)
    clock.forward(301)
    for path in (f"{PAGE}end/", f"{PAGE}{row(there).public_id}/end/"):
        assert here.post(path)["Location"] == f"/account/reauthenticate/?next={PAGE}"
    assert there.get("/network/").status_code == 200


def test_a_name_is_sealed_kept_and_survives_a_new_key_of_the_session():
    account = make_account()
    client = sign_in(account)
    client.post(f"{PAGE}{row(client).public_id}/name/", {"label": "the old blue phone"})
    kept = OpenSession.objects.filter(pk=row(client).pk).values().get()
    assert kept["sealed_label"].startswith("v1|own|")
    before = client.cookies["s"].value
    client.post(
        "/account/password/change/",
        {"passphrase": "amber lattice monsoon 58", "again": "amber lattice monsoon 58"},
    )
    assert client.cookies["s"].value != before
    assert "the old blue phone" in client.get(PAGE).content.decode()
    assert not OpenSession.objects.filter(pk=row_of(before)).exists()


def test_a_name_that_is_too_long_is_refused_and_not_lost():
    client = sign_in(make_account())
    response = client.post(f"{PAGE}{row(client).public_id}/name/", {"label": "x" * 41})
    assert response.status_code == 400
    assert "x" * 41 in response.content.decode()


def test_the_session_of_somebody_else_does_not_exist():
    mine, other = sign_in(make_account()), sign_in(make_account("loud-river"))
    for deed in ("end", "name"):
        assert mine.post(f"{PAGE}{row(other).public_id}/{deed}/", {"label": "x"}).status_code == 404
        assert mine.post(f"{PAGE}no-such-session/{deed}/", {"label": "x"}).status_code == 404
    assert other.get("/network/").status_code == 200
    assert row(other).sealed_label is None


def test_last_use_is_kept_to_the_day(clock):
    client = sign_in(make_account())
    yesterday = date.today() - timedelta(days=2)  # noqa: DTZ011
    OpenSession.objects.update(seen_on=yesterday)
    clock.forward(60)
    client.get("/network/")
    assert row(client).seen_on > yesterday


def test_the_list_asks_as_often_for_many_sessions_as_for_one(django_assert_num_queries):
    account = make_account()
    here = sign_in(account)
    here.get(PAGE)
    with django_assert_num_queries(_queries(here)):
        here.get(PAGE)
    few = _queries(here)
    for _ in range(6):
        other = sign_in(account)
        other.post(f"{PAGE}{row(other).public_id}/name/", {"label": "one more"})
    assert _queries(here) == few


def _queries(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(PAGE)
    return len(captured)


def _cast():
    kenya = Chapter.objects.create(name="Kenya chapter", country="KE", region="africa")
    ghana = Chapter.objects.create(name="Ghana chapter", country="GH", region="africa")
    from network.members.actions import appoint

    member = make_account("quiet-river", chapter=kenya)
    officers = {}
    for name, role, chapter in (
        ("coordinator", "coordinator", kenya),
        ("coordinator elsewhere", "coordinator", ghana),
        ("safeguarding", "safeguarding", None),
        ("council", "council", None),
        ("administrator", "administrator", None),
        ("member", None, None),
    ):
        account = make_account(name.replace(" ", "-"), chapter=chapter)
        if role:
            appoint(
                by=None,
                account=account,
                role=role,
                chapter=chapter if role == "coordinator" else None,
            )
        officers[name] = type(account).objects.get(pk=account.pk)
    return member, officers


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("coordinator", True),
        ("safeguarding", True),
        ("administrator", True),
        ("coordinator elsewhere", False),
        ("council", False),
        ("member", False),
    ],
)
@pytest.mark.asvs("7.4.5")
def test_who_in_charge_may_end_the_sessions_of_a_member(who, may):
    member, officers = _cast()
    client = sign_in(member)
    if may:
        assert actions.end_sessions(by=officers[who], member=member) == 1
    else:
        with pytest.raises(PermissionDenied):
            actions.end_sessions(by=officers[who], member=member)
    assert (client.get("/network/").status_code == 302) == may


def test_the_passphrase_opens_again_after_all_sessions_ended():
    account = make_account()
    sign_in(account)
    actions.end_sessions(by=account, member=account)
    assert sign_in(account).get("/network/").status_code == 200
    assert PASSPHRASE
