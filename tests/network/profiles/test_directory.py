"""The directory: who wants to be found, twenty at a time, and nobody counts or copies it."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from home.audit.models import AuditEntry
from network.members.models import User
from network.profiles import directory, jobs
from network.profiles.models import Alert, Glance, Profile
from tests.network.profiles.cast import client_of, make_profile
from tests.network.profiles.conftest import LISTED
from tests.people import make_account

pytestmark = pytest.mark.django_db
LINK = re.compile(r'/network/members/([\w-]{22})/"')
AFTER = re.compile(r'name="after" value="([^"]+)"')


def make_listed(number, **values):
    opened = LISTED | {"country": {"conn", "chap", "mem"}, "languages": {"mem"}, "skills": {"mem"}}
    return [
        make_profile(f"listed-{at}", opened=opened, values={"pseudonym": f"Pen {at}", **values})
        for at in range(number)
    ]


@pytest.fixture
def viewer(db):
    return make_account("viewer")


@pytest.fixture
def client(viewer):
    return client_of(viewer)


def test_p20_the_directory_shows_twenty_at_a_time_and_no_numbers(client):
    ids = {profile.public_id for profile in make_listed(43)}
    page = client.get("/network/members/").content.decode()
    found = LINK.findall(page)
    assert len(found) == 20
    assert "43" not in re.sub(r'value="[^"]*"|/network/members/[\w-]{22}/|<svg.*?</svg>', "", page)
    while cursor := AFTER.search(page):
        page = client.post("/network/members/", {"after": cursor[1]}).content.decode()
        found += LINK.findall(page)
    assert len(found) == 43
    assert set(found) == ids


def test_the_list_is_light_and_the_form_to_look_for_somebody_comes_when_asked_for(client):
    make_listed(21)
    page = client.get("/network/members/").content.decode()
    assert "<select" not in page
    assert 'href="?look"' in page
    after = client.post("/network/members/", {"after": AFTER.search(page)[1]}).content.decode()
    assert "<select" not in after
    asked = client.get("/network/members/?look").content.decode()
    assert asked.count("<select") == 2
    assert 'name="name"' in asked


def test_a_cursor_of_somebody_else_or_a_made_up_one_opens_nothing(client):
    make_listed(21)
    other = client_of(make_account("other")).get("/network/members/").content.decode()
    for cursor in (AFTER.search(other)[1], "A:B", "A"):
        response = client.post("/network/members/", {"after": cursor})
        assert response.status_code == 400
        assert "another time" in response.content.decode()
        assert not LINK.findall(response.content.decode())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"name": "pen"}, True),
        ({"name": "PEN 0"}, True),
        ({"name": "pen 01234 and more"}, False),
        ({"name": "en"}, False),
        ({"country": "KE"}, True),
        ({"country": "GH"}, False),
        ({"language": "sw"}, True),
        ({"language": "en"}, False),
        ({"offer": "sewing"}, True),
        ({"offer": "Teaching, sewing!"}, True),
        ({"offer": "sew"}, False),
        ({"country": "KE", "language": "en"}, False),
    ],
)
def test_people_are_found_by_what_they_opened(client, asked, found):
    make_listed(1, country="KE", languages=["sw"], skills="Sewing and teaching")
    response = client.post("/network/members/", asked)
    assert response.status_code == 200
    assert bool(LINK.findall(response.content.decode())) == found


@pytest.mark.asvs("1.2.9")
@pytest.mark.parametrize("text", ["%", "_", ".*", "' OR 1=1 --", "(((((", "\\", "a" * 60])
def test_signs_with_a_meaning_elsewhere_mean_nothing_here(client, text):
    make_listed(1, skills="Sewing")
    for field in ("name", "offer"):
        response = client.post("/network/members/", {field: text})
        assert response.status_code == 200
        assert not LINK.findall(response.content.decode())


def test_nobody_can_search_by_experience(client):
    page = client.get("/network/members/").content.decode()
    assert "xperience" not in page
    make_listed(1, experience=["police_abuse"])
    answer = client.post("/network/members/", {"experience": "trafficking"}).content.decode()
    assert LINK.findall(answer)


def test_what_cannot_be_asked_is_refused_with_a_sentence_and_stays_typed(client):
    response = client.post("/network/members/", {"country": "XX", "name": "Wind"})
    assert response.status_code == 400
    assert "Choose one of the list" in response.content.decode()
    assert 'value="Wind"' in response.content.decode()


@pytest.mark.asvs("2.4.1")
def test_t11_the_41st_different_page_of_a_day_is_refused_and_safeguarding_learns_of_it(
    client, viewer, django_assert_max_num_queries
):
    profiles = make_listed(41)
    for profile in profiles[:40]:
        assert client.get(f"/network/members/{profile.public_id}/").status_code == 200
    assert not Alert.objects.exists()
    refused = client.get(f"/network/members/{profiles[40].public_id}/")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 86_400
    assert "Enough for today" in refused.content.decode()
    alert = Alert.objects.get()
    assert (alert.member, alert.kind) == (viewer, Alert.Kind.MANY_PROFILES)
    # Whom she has met today she may meet again, and nothing in the database names them.
    assert client.get(f"/network/members/{profiles[0].public_id}/").status_code == 200
    kept = str(list(Glance.objects.values()))
    assert not any(profile.public_id in kept for profile in profiles)
    client.get(f"/network/members/{profiles[40].public_id}/")
    assert Alert.objects.count() == 1
    assert AuditEntry.objects.filter(deed="profile.alerted").count() == 1


def test_looking_at_oneself_costs_nothing(viewer):
    her = make_profile("quiet-river")
    response = client_of(her.member).get(f"/network/members/{her.public_id}/")
    assert response["Location"] == "/network/me/"
    assert not Glance.objects.exists()


def test_glances_are_forgotten_after_a_day_and_alerts_after_ninety(client, viewer):
    from datetime import timedelta

    from django.utils import timezone

    client.get(f"/network/members/{make_listed(1)[0].public_id}/")
    Alert.objects.create(member=viewer, kind=Alert.Kind.CANARY, day=timezone.now().date())
    now = timezone.now()
    assert not jobs.forget_glances(now).exists()
    assert jobs.forget_glances(now + timedelta(days=1)).count() == 1
    assert not jobs.forget_alerts(now + timedelta(days=89)).exists()
    assert jobs.forget_alerts(now + timedelta(days=90)).count() == 1


def test_going_through_the_list_page_by_page_ends_too(client, monkeypatch):
    monkeypatch.setattr(directory, "LISTS_A_DAY", 3)
    make_listed(1)
    for _time in range(3):
        assert client.post("/network/members/", {"name": "pen"}).status_code == 200
    assert client.post("/network/members/", {"name": "pen"}).status_code == 429
    assert Alert.objects.get().kind == Alert.Kind.MANY_PROFILES


def test_a_canary_looks_like_everybody_and_who_opens_it_is_shown_to_safeguarding(client, viewer):
    call_command("make_canary", "Swallow", "--country", "KE", stdout=StringIO())
    canary = Profile.objects.get(is_canary=True)
    page = client.get("/network/members/").content.decode()
    assert LINK.findall(page) == [canary.public_id]
    assert "anary" not in page
    assert not canary.member.has_usable_password()
    shown = client.get(f"/network/members/{canary.public_id}/")
    assert shown.status_code == 200
    assert "anary" not in shown.content.decode()
    assert Alert.objects.get().kind == Alert.Kind.CANARY


def test_only_the_safeguarding_lead_reads_alerts_and_without_handles(client, viewer):
    make_profile("quiet-river", values={"pseudonym": "Wanderer"})
    alert = Alert.objects.create(
        member=User.objects.get(handle="quiet-river"), kind="canary", day="2026-01-02"
    )
    seen = f"/network/alerts/{alert.public_id}/seen/"
    for other in (
        viewer,
        make_account("councillor", role="council"),
        make_account("chair", role="moderator"),
    ):
        assert client_of(other).get("/network/alerts/").status_code == 404
        assert client_of(other).post(seen).status_code == 404
    guardian = client_of(make_account("guardian", role="safeguarding"))
    page = guardian.get("/network/alerts/").content.decode()
    assert "Wanderer" in page
    assert "nobody has a reason to open" in page
    assert "quiet-river" not in page
    assert guardian.post(seen).status_code == 302
    alert.refresh_from_db()
    assert alert.seen
    assert "looked at" in guardian.get("/network/alerts/").content.decode()
