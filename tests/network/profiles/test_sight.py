"""Whose page exists for whom: hidden is the same as absent."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network import policy
from network.access.models import Lockdown
from network.members.models import Standing, User, new_public_id, today
from network.profiles.models import Profile
from tests.network.profiles.cast import block, client_of, connect, make_chapter, make_profile
from tests.network.profiles.conftest import LISTED
from tests.people import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(kenya):
    return make_profile("quiet-lake", chapter=kenya, opened=LISTED)


def sees(viewer, profile):
    return Profile.objects.visible_to(viewer).filter(pk=profile.pk).exists()


def lists(viewer, profile):
    return Profile.objects.listed_for(viewer).filter(pk=profile.pk).exists()


def test_who_is_in_the_directory_can_be_seen_and_who_is_not_cannot(her, listed):
    viewer = make_account("viewer")
    assert sees(viewer, listed)
    assert not sees(viewer, her)


def test_connections_see_each_other_only_after_both_said_yes(her):
    viewer = make_account("viewer")
    link = connect(viewer, her.member, state="asked")
    assert not sees(viewer, her)
    link.state, link.declined_on = "declined", today()
    link.save()
    assert not sees(viewer, her)
    link.state, link.declined_on = "accepted", None
    link.save()
    assert sees(viewer, her)


@pytest.mark.parametrize("who", ["viewer", "her"])
@pytest.mark.parametrize("viewer_is", [None, "safeguarding"])
def test_p25_a_block_by_either_hides_both_from_each_other(listed, who, viewer_is):
    viewer = make_account("viewer", role=viewer_is)
    connect(viewer, listed.member)
    assert sees(viewer, listed)
    pair = (viewer, listed.member) if who == "viewer" else (listed.member, viewer)
    block(*pair)
    assert not sees(viewer, listed)
    assert not lists(viewer, listed)
    assert listed.as_seen_by(viewer) is None


LEFT = {
    "waiting": {"standing": Standing.WAITING},
    "leaving": {"standing": Standing.CLOSING, "closing_on": today() + timedelta(days=14)},
    "stopped": {"is_active": False},
    "technician": {"is_superuser": True},
}


@pytest.mark.parametrize("change", ["waiting", "leaving", "stopped"])
def test_who_waits_or_leaves_is_seen_by_nobody(listed, change):
    viewer, guardian = make_account("viewer"), make_account("guardian", role="safeguarding")
    connect(viewer, listed.member)
    User.objects.filter(pk=listed.member.pk).update(**LEFT[change])
    assert not sees(viewer, listed)
    assert not sees(guardian, listed)


def test_lockdown_and_a_frozen_chapter_hide_at_once(listed, kenya):
    viewer = make_account("viewer")
    lockdown = Lockdown.objects.create(member=listed.member, since=timezone.now())
    assert not sees(viewer, listed)
    lockdown.delete()
    assert sees(viewer, listed)
    kenya.frozen_at = timezone.now()
    kenya.save()
    assert not sees(viewer, listed)
    assert Profile.objects.get(pk=listed.pk).as_seen_from("mem") is None


@pytest.mark.parametrize("change", LEFT)
def test_who_is_no_member_sees_nobody(listed, change):
    viewer = make_account("viewer")
    User.objects.filter(pk=viewer.pk).update(**LEFT[change])
    viewer = User.objects.get(pk=viewer.pk)
    assert not Profile.objects.visible_to(viewer).exists()
    assert not Profile.objects.listed_for(viewer).exists()


def test_p14_new_members_are_in_no_directory_and_see_none(kenya):
    soon = today() + timedelta(days=14)
    newcomer = make_profile("newcomer", chapter=kenya, opened=LISTED, probation_until=soon)
    settled = make_profile("settled", opened=LISTED)
    coordinator = make_account("coordinator", chapter=kenya)
    from network.members.actions import appoint

    appoint(by=None, account=coordinator, role="coordinator", chapter=kenya)
    coordinator = User.objects.get(pk=coordinator.pk)
    assert not sees(make_account("viewer", chapter=kenya), newcomer)
    assert not sees(newcomer.member, settled)
    assert newcomer.as_seen_from("mem") is None
    assert sees(coordinator, newcomer)
    page = client_of(newcomer.member).get("/network/members/").content.decode()
    assert "You are new here" in page


@pytest.mark.asvs("8.3.1")
@pytest.mark.asvs("6.3.8")
def test_p22_t22_hidden_absent_and_blocked_give_the_same_bytes_and_the_same_work(her, listed):
    viewer = make_account("viewer")
    client = client_of(viewer)
    block(listed.member, viewer)
    client.get("/network/")  # from the second page on a session is only read
    answers = []
    for public_id in (her.public_id, new_public_id(), listed.public_id):
        for path in ("", "avatar.svg", "photo/"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = client.get(f"/network/members/{public_id}/{path}")
            statements = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
            answers.append((path, response.status_code, response.content, tuple(statements)))
    for path in ("", "avatar.svg", "photo/"):
        assert len({answer for answer in answers if answer[0] == path}) == 1
    assert {answer[1] for answer in answers} == {404}
    assert len({answer[2] for answer in answers}) == 1


def test_the_rule_of_one_pair_and_the_rule_of_lists_say_the_same():
    kenya, ghana = make_chapter("Kenya chapter"), make_chapter("Ghana chapter")
    people = [
        make_account("kenyan", chapter=kenya),
        make_account("ghanaian", chapter=ghana),
        make_account("councillor", role="council"),
        make_account("guardian", role="safeguarding", chapter=ghana),
        make_account("moderator", role="moderator", chapter=kenya),
        make_account("editor", role="story-editor"),
        make_account("technician", role="administrator"),
    ]
    from network.members.actions import appoint

    appoint(by=None, account=people[0], role="coordinator", chapter=kenya)
    people[0] = User.objects.get(pk=people[0].pk)
    connect(people[1], people[2])
    pairs = [(one, other) for one in people for other in people if one != other]
    for viewer, member in pairs:
        connected = {viewer, member} == {people[1], people[2]}
        of_pair = policy.audiences_for(viewer, member, connected=connected)
        if not policy.may_enter_network(viewer):
            assert of_pair == frozenset()
            continue
        of_lists = {
            audience
            for audience, members in policy.standing_of(viewer).items()
            if User.objects.filter(members, pk=member.pk).exists()
        }
        assert of_pair == of_lists, (viewer, member)


@pytest.mark.asvs("8.2.2")
def test_a_coordinator_sees_her_own_chapter_and_no_other(kenya):
    ghana = make_chapter("Ghana chapter")
    near, far = make_profile("near", chapter=kenya), make_profile("far", chapter=ghana)
    from network.members.actions import appoint

    coordinator = make_account("coordinator", chapter=kenya)
    appoint(by=None, account=coordinator, role="coordinator", chapter=kenya)
    client = client_of(User.objects.get(pk=coordinator.pk))
    assert client.get(f"/network/members/{near.public_id}/").status_code == 200
    assert client.get(f"/network/members/{far.public_id}/").status_code == 404
    page = client.get("/network/chapter/").content.decode()
    assert "Name near" in page
    assert "Name far" not in page
    assert client_of(near.member).get("/network/chapter/").status_code == 404


def test_chapters_show_to_those_who_may_know_of_them(kenya):
    hidden = make_chapter("Hidden one", visibility="hidden")
    region = make_chapter("Of the region", visibility="region")
    asia = make_chapter("Far away", visibility="region", region="asia")
    ids = {c.public_id: c.name for c in (kenya, hidden, region, asia)}

    def known(**fields):
        client = client_of(make_account(**fields))
        page = client.get("/network/chapters/").content.decode()
        listed = {name for name in ids.values() if name in page}
        opens = {
            name
            for public_id, name in ids.items()
            if client.get(f"/network/chapters/{public_id}/").status_code == 200
        }
        assert listed == opens
        return listed

    assert known(handle="nowhere") == {"Kenya chapter"}
    assert known(handle="kenyan", chapter=kenya) == {"Kenya chapter", "Of the region"}
    assert known(handle="hidden", chapter=hidden) == {
        "Kenya chapter",
        "Of the region",
        "Hidden one",
    }
    assert known(handle="guardian", role="safeguarding") == set(ids.values())


@pytest.mark.asvs("14.2.1")
def test_t03_titles_are_one_and_addresses_tell_nothing(listed):
    client = client_of(listed.member)
    paths = [
        "me/",
        "me/edit/",
        "me/visibility/",
        "me/photo/",
        "me/as/mem/",
        "members/",
        "chapters/",
        "matrix/",
    ]
    for path in paths:
        response = client.get(f"/network/{path}")
        page = response.content.decode()
        assert "<title>My page</title>" in page
        assert response["Cache-Control"] == "no-store, private"
        assert "noindex" in response["X-Robots-Tag"]
        for form in re.findall(r"<form.*?</form>", page, re.S):
            assert 'method="post"' in form
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", listed.public_id)


def test_t17_a_page_tells_no_times(listed):
    page = client_of(make_account("viewer")).get(f"/network/members/{listed.public_id}/")
    assert not re.search(r"\d{1,2}:\d{2}|20\d\d", page.content.decode())
