"""Members vouch for others with a code on paper."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from home.audit.models import AuditEntry
from home.jobs.registry import RULES
from network.joining.models import Invitation, JoinRequest
from network.members.models import User, today
from tests.network.joining.joining import SIGNUP, filled, join, make_chapter, signed_in
from tests.people import make_account

pytestmark = pytest.mark.django_db

PAGE = "/network/invitations/"


def invite(client):
    """Make an invitation on the page and return its code."""
    page = client.post(PAGE).content.decode()
    return re.search(r"<code>([a-z2-7-]+)</code>", page)[1]


@pytest.fixture
def inviter():
    return make_account("inviter", chapter=make_chapter("Hidden chapter", "hidden"))


@pytest.mark.asvs("6.4.1", "6.5.1", "6.5.2", "6.5.3")
def test_a_code_has_128_bits_is_shown_once_and_kept_as_a_hash_only(inviter):
    client = signed_in(inviter)
    code = invite(client)
    assert len(code.replace("-", "")) == 26
    row = Invitation.objects.get()
    assert code not in str(vars(row))
    assert code.replace("-", "") not in str(vars(row))
    assert code not in client.get(PAGE).content.decode()
    assert code not in str([vars(entry) for entry in AuditEntry.objects.all()])


def test_whoever_is_invited_asks_for_the_inviters_chapter_even_a_hidden_one(inviter):
    code = invite(signed_in(inviter))
    other = make_chapter("Another")
    typed = f" {code.upper().replace('-', ' ')} "
    _client, account = join(age="invited", invitation=typed, chapter=other.public_id)
    request = JoinRequest.objects.get(member=account)
    assert (request.was_invited, request.inviter) == (True, inviter)
    assert request.chapter == inviter.chapter


@pytest.mark.asvs("6.5.1")
def test_a_code_works_once_and_the_inviter_sees_only_that_it_was_used(inviter):
    client = signed_in(inviter)
    code = invite(client)
    _joined, account = join(age="invited", invitation=code, pseudonym="CANARY-guest")
    response = Client().post(SIGNUP, filled(age="invited", invitation=code, pseudonym="Second"))
    assert response.status_code == 400
    assert b'value="Second"' in response.content
    assert User.objects.count() == 2
    page = client.get(PAGE).content.decode()
    assert "used" in page
    for word in ("CANARY-guest", account.handle, account.public_id):
        assert word not in page


def test_wrong_used_and_old_codes_get_the_same_answer(inviter):
    client = signed_in(inviter)
    used, old = invite(client), invite(client)
    join(age="invited", invitation=used)
    Invitation.objects.filter(used=False).update(expires_at=timezone.now())
    answers = set()
    for code in (used, old, "aaaa-bbbb-cccc-dddd-eeee-ffff-gg"):
        response = Client().post(SIGNUP, filled(age="invited", invitation=code))
        errors = re.findall(r'id="id_invitation_error">([^<]+)<', response.content.decode())
        answers.add((response.status_code, *errors))
    assert len(answers) == 1
    assert answers.pop()[0] == 400
    assert "expired" in client.get(PAGE).content.decode()


def test_a_code_ends_after_7_days_to_the_second(inviter):
    invite(signed_in(inviter))
    left = Invitation.objects.get().expires_at - timezone.now()
    assert timedelta(days=7) - timedelta(minutes=1) < left <= timedelta(days=7)


def test_the_code_of_somebody_who_left_opens_nothing_and_a_failed_try_uses_nothing(inviter):
    code = invite(signed_in(inviter))
    inviter.is_active = False
    inviter.save()
    assert Client().post(SIGNUP, filled(age="invited", invitation=code)).status_code == 400
    assert not Invitation.objects.get().used
    inviter.is_active = True
    inviter.save()
    wrong = filled(age="invited", invitation=code, pseudonym="")
    assert Client().post(SIGNUP, wrong).status_code == 400
    assert not Invitation.objects.get().used
    join(age="invited", invitation=code)


def test_at_most_three_are_open(inviter):
    client = signed_in(inviter)
    for _number in range(3):
        last = invite(client)
    response = client.post(PAGE)
    assert response.status_code == 409
    assert b"<code>" not in response.content
    join(age="invited", invitation=last)
    assert client.post(PAGE).status_code == 200
    assert Invitation.objects.count() == 4


def test_new_members_invite_nobody():
    new = make_account(probation_until=today() + timedelta(days=1))
    client = signed_in(new)
    assert client.post(PAGE).status_code == 403
    assert b"<button" not in client.get(PAGE).content.split(b"<main")[1]
    User.objects.update(probation_until=today())
    assert client.post(PAGE).status_code == 200


def test_nobody_sees_the_invitations_of_others(inviter):
    invite(signed_in(inviter))
    other = signed_in(make_account("other"))
    assert b"open</li>" not in other.get(PAGE).content


def test_invitations_are_deleted_a_week_after_their_end(inviter):
    invite(signed_in(inviter))
    now = timezone.now()
    RULES["invitations"].apply(now + timedelta(days=13, hours=23))
    assert Invitation.objects.exists()
    RULES["invitations"].apply(now + timedelta(days=14, minutes=1))
    assert not Invitation.objects.exists()
