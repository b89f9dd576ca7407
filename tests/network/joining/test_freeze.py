"""Two officers hide a whole chapter at once, and two show it again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.audit.models import AuditEntry
from home.jobs.registry import RULES
from network import policy
from network.members.chapters import Chapter, Freeze
from network.members.models import User
from tests.network.joining.joining import make_officer, make_officers, signed_in
from tests.people import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    people = make_officers()
    people.member = make_account("member", chapter=people.kenya)
    return people


def address(chapter):
    return f"/network/chapters/{chapter.public_id}/freeze/"


def shown(people):
    return set(
        User.objects.filter(policy.shown_members(), chapter=people.kenya).values_list(
            "handle", flat=True
        )
    )


def test_two_officers_hide_a_chapter_and_two_show_it_again(people):
    first, second = signed_in(people.safeguarding), signed_in(people.other_coordinator)
    assert first.post(address(people.kenya)).status_code == 302
    assert shown(people) == {"coordinator", "member"}
    assert second.post(address(people.kenya), {"confirm": "1"}).status_code == 302
    assert shown(people) == set()
    # The members themselves still come in, and other chapters are untouched.
    assert signed_in(people.member).get("/network/").status_code == 200
    assert not Chapter.objects.get(pk=people.ghana.pk).frozen_at
    assert second.post(address(people.kenya)).status_code == 302
    assert shown(people) == set()
    assert first.post(address(people.kenya), {"confirm": "1"}).status_code == 302
    assert shown(people) == {"coordinator", "member"}
    deeds = AuditEntry.objects.filter(subject_id=people.kenya.public_id).order_by("number")
    assert [(entry.deed, entry.actor) for entry in deeds] == [
        ("chapter.hiding_asked", people.safeguarding.public_id),
        ("chapter.hidden", people.other_coordinator.public_id),
        ("chapter.showing_asked", people.other_coordinator.public_id),
        ("chapter.shown", people.safeguarding.public_id),
    ]


def test_one_officer_alone_hides_nothing(people):
    client = signed_in(people.coordinator)
    assert client.post(address(people.kenya), {"confirm": "1"}).status_code == 409
    client.post(address(people.kenya))
    client.post(address(people.kenya))
    assert client.post(address(people.kenya), {"confirm": "1"}).status_code == 409
    assert Freeze.objects.count() == 1
    assert shown(people)
    freeze = Freeze.objects.get()
    freeze.seconded_by = people.coordinator
    with pytest.raises(IntegrityError), transaction.atomic():
        freeze.save()


def test_what_nobody_confirms_in_24_hours_is_over(people):
    signed_in(people.coordinator).post(address(people.kenya))
    Freeze.objects.update(asked_at=timezone.now() - timedelta(hours=24))
    second = signed_in(people.moderator)
    assert second.post(address(people.kenya), {"confirm": "1"}).status_code == 409
    assert shown(people)
    # Asked anew, by whom it may be.
    second.post(address(people.kenya))
    signed_in(people.coordinator).post(address(people.kenya), {"confirm": "1"})
    assert not shown(people)


@pytest.mark.parametrize("who", ["member", "council"])
def test_nobody_else_hides_a_chapter(people, who):
    account = people.member if who == "member" else make_officer("seat", "council")
    client = signed_in(account)
    for sent in ({}, {"confirm": "1"}):
        assert client.post(address(people.kenya), sent).status_code == 403
    assert client.get(address(people.kenya)).status_code == 403
    assert not Freeze.objects.exists()


def test_the_office_calls_the_second_officer_and_not_the_first(people):
    signed_in(people.coordinator).post(address(people.kenya))
    calls = b"a second officer is needed"
    assert calls in signed_in(people.moderator).get("/network/office/").content
    assert calls not in signed_in(people.coordinator).get("/network/office/").content


def test_a_hidden_chapter_cannot_be_chosen_by_whoever_joins(people, client):
    Chapter.objects.filter(pk=people.kenya.pk).update(frozen_at=timezone.now())
    page = client.post("/account/signup/", {"age": "adult"}).content.decode()
    assert "Kenya chapter" not in page
    assert "Ghana chapter" in page


def test_who_asked_is_forgotten_after_30_days(people):
    signed_in(people.coordinator).post(address(people.kenya))
    signed_in(people.moderator).post(address(people.kenya), {"confirm": "1"})
    RULES["freezes"].apply(timezone.now() + timedelta(days=29))
    assert Freeze.objects.exists()
    RULES["freezes"].apply(timezone.now() + timedelta(days=30, minutes=1))
    assert not Freeze.objects.exists()
    assert not shown(people)
