"""Two people decide who comes in; with an invitation, one who is not the inviter."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from home.audit.models import AuditEntry
from home.jobs.registry import RULES
from network import policy
from network.connections import blocking
from network.contact.models import Notice
from network.joining import decisions
from network.joining.models import JoinRequest, Opinion
from network.members.models import MemberKey, User, today
from network.profiles.models import Profile
from tests.network.joining.joining import (
    PASSPHRASE,
    WAITING,
    give_word,
    is_undecided,
    make_chapter,
    make_officer,
    make_officers,
    make_request,
    signed_in,
    standing,
)
from tests.people import make_account, type_passphrase

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_officers()


def address(request):
    return f"/network/requests/{request.public_id}/"


@pytest.mark.parametrize("second", ["safeguarding", "moderator", "other_coordinator"])
def test_the_coordinator_and_a_second_officer_let_somebody_in(people, second):
    request = make_request(chapter=people.kenya)
    assert give_word(people.coordinator, request).status_code == 302
    assert standing(request) == "waiting"
    assert give_word(getattr(people, second), request).status_code == 302
    member = User.objects.get(pk=request.member_id)
    assert (member.standing, member.chapter) == ("member", people.kenya)
    assert member.probation_until == today() + timedelta(days=14)
    assert [notice.path for notice in Notice.objects.filter(member=member)] == ["/network/"]
    client = Client()
    assert type_passphrase(client, member.handle, PASSPHRASE)["Location"] == "/network/"
    assert client.get("/network/").status_code == 200


def test_whoever_must_not_find_somebody_is_kept_apart_from_the_first_moment(people):
    afraid = make_account("afraid")
    blocking.avoid(by=afraid, text="waiting-one")
    request = make_request(chapter=people.kenya)
    give_word(people.coordinator, request)
    give_word(people.moderator, request)
    member = User.objects.get(pk=request.member_id)
    assert member.standing == "member"
    for one, other in ((afraid, member), (member, afraid)):
        assert User.objects.filter(policy.apart_from(one), pk=other.pk).exists()


def test_two_officers_without_the_coordinator_are_not_enough(people):
    request = make_request(chapter=people.kenya)
    assert give_word(people.safeguarding, request).status_code == 302
    assert give_word(people.moderator, request).status_code == 404
    assert give_word(people.other_coordinator, request).status_code == 404
    assert is_undecided(request)
    give_word(people.coordinator, request)
    assert standing(request) == "member"


def test_two_coordinators_of_one_chapter_are_not_two_sides(people):
    other = make_officer("second-in-kenya", "coordinator", people.kenya)
    request = make_request(chapter=people.kenya)
    give_word(people.coordinator, request)
    give_word(other, request)
    assert is_undecided(request)
    give_word(people.moderator, request)
    assert standing(request) == "member"


@pytest.mark.parametrize("has_chapter", [True, False])
def test_without_coordinator_the_safeguarding_lead_has_the_first_word(people, has_chapter):
    request = make_request(chapter=make_chapter("No coordinator yet") if has_chapter else None)
    for early in (people.coordinator, people.moderator):
        assert give_word(early, request).status_code == 404
    give_word(people.safeguarding, request)
    assert is_undecided(request)
    give_word(people.coordinator, request)
    assert standing(request) == "member"


def test_with_an_invitation_one_responsible_officer_is_enough(people):
    inviter = make_account("inviter", chapter=people.kenya)
    request = make_request(chapter=people.kenya, inviter=inviter)
    assert give_word(people.safeguarding, request).status_code == 302
    assert is_undecided(request)
    give_word(people.coordinator, request)
    assert standing(request) == "member"
    homeless = make_request("another-one", inviter=inviter)
    give_word(people.safeguarding, homeless)
    assert standing(homeless) == "member"


def test_nobody_lets_her_own_guest_in_alone(people):
    request = make_request(chapter=people.kenya, inviter=people.coordinator)
    give_word(people.coordinator, request)
    assert is_undecided(request)
    give_word(people.moderator, request)
    assert standing(request) == "member"
    guest = make_request("another-one", inviter=people.safeguarding)
    give_word(people.safeguarding, guest)
    assert is_undecided(guest)


def test_an_inviter_who_left_does_not_open_the_door(people):
    inviter = make_account("inviter", chapter=people.kenya)
    request = make_request(chapter=people.kenya, inviter=inviter)
    inviter.delete()
    give_word(people.safeguarding, request)
    assert is_undecided(request)


@pytest.mark.parametrize("who", ["coordinator", "safeguarding"])
def test_one_no_refuses_whatever_others_said(people, who):
    request = make_request(chapter=people.kenya)
    first, last = people.coordinator, people.safeguarding
    if who == "coordinator":
        first, last = last, first
    give_word(first, request)
    give_word(last, request, "no", note="CANARY-reason")
    request.refresh_from_db()
    assert request.refused
    assert standing(request) == "waiting"


def test_whoever_is_refused_reads_it_in_neutral_words_and_does_not_come_in(people):
    request = make_request(chapter=people.kenya)
    give_word(people.coordinator, request, "no", note="CANARY-reason")
    client = Client()
    response = type_passphrase(client, request.member.handle, PASSPHRASE)
    assert response["Location"] == WAITING
    page = client.get(WAITING).content.decode()
    assert "was not accepted" in page
    for word in ("CANARY", "coordinator", "Kenya", "officer", "note"):
        assert word not in page
    assert client.get("/network/").status_code == 403
    assert client.post("/account/waiting/note/", {"note": "Please"}).status_code == 403
    assert client.post("/account/waiting/withdraw/", {"sure": "on"}).status_code == 200
    assert not User.objects.filter(pk=request.member_id).exists()


def test_others_chapters_requests_do_not_exist_for_a_coordinator(people):
    request = make_request(chapter=people.kenya, pseudonym="CANARY-name")
    client = signed_in(people.other_coordinator)
    absent = client.get("/network/requests/AAAAAAAAAAAAAAAAAAAAAA/")
    hidden = client.get(address(request))
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404
    assert b"CANARY-name" not in client.get("/network/requests/").content
    assert give_word(people.other_coordinator, request).status_code == 404
    assert not Opinion.objects.exists()


@pytest.mark.asvs("8.2.1", "8.2.2")
@pytest.mark.parametrize("who", ["member", "council", "waiting", "story-editor", "administrator"])
def test_nobody_else_reads_requests(people, who):
    request = make_request(chapter=people.kenya)
    if who == "council":
        account = make_officer("seat", "council")
    elif who == "waiting":
        account = make_request("other-waiting").member
    elif who == "member":
        account = make_account("other", chapter=people.kenya)
    else:
        account = make_account("staff", role=who)
    client = signed_in(account)
    for path in ("/network/office/", "/network/requests/", address(request)):
        assert client.get(path).status_code == 403
        assert client.post(path, {"word": "yes"}).status_code in {403, 405}
    with pytest.raises(PermissionDenied):
        decisions.give_word(by=account, request=request, approves=True)
    assert not Opinion.objects.exists()


def test_officers_read_the_note_and_each_others_words_with_offices_and_no_names(people):
    request = make_request(chapter=people.kenya, pseudonym="Amber <b>Finch</b>")
    request.sealed_note = "CANARY-note <script>"
    request.save()
    client = signed_in(people.coordinator)
    page = client.get(address(request)).content.decode()
    assert "Amber &lt;b&gt;Finch" in page
    assert "CANARY-note &lt;script&gt;" in page
    assert request.member.handle not in page
    assert request.member.public_id not in page
    assert "<title>My page</title>" in page
    give_word(people.coordinator, request, note="CANARY-word")
    page = signed_in(people.moderator).get(address(request)).content.decode()
    assert "CANARY-word" in page
    assert "<strong>coordinator</strong>" in page
    assert people.coordinator.handle not in page.replace("<strong>coordinator</strong>", "")
    assert "CANARY-word" not in str(list(Opinion.objects.values_list("sealed_note", flat=True)))


def test_an_officer_speaks_once(people):
    request = make_request(chapter=people.kenya)
    give_word(people.coordinator, request)
    response = give_word(people.coordinator, request, "no", note="typed in vain")
    assert response.status_code == 409
    assert b"typed in vain" in response.content
    assert Opinion.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.create(
            request=request, officer=people.coordinator, role="coordinator", approves=True
        )


def test_nothing_is_decided_twice(people):
    request = make_request(chapter=people.kenya)
    stale = JoinRequest.objects.get(pk=request.pk)
    give_word(people.coordinator, request, "no")
    with pytest.raises(decisions.AlreadyDecidedError):
        decisions.give_word(by=people.safeguarding, request=stale, approves=True)
    assert give_word(people.moderator, request).status_code == 404
    assert standing(request) == "waiting"


@pytest.mark.parametrize(("sent", "names"), [({}, "word"), ({"word": "maybe"}, "word")])
def test_a_word_is_yes_or_no(people, sent, names):
    request = make_request(chapter=people.kenya)
    response = signed_in(people.coordinator).post(address(request), {"note": "kept", **sent})
    assert response.status_code == 400
    assert f'id="id_{names}_error"'.encode() in response.content
    assert b"kept" in response.content
    assert not Opinion.objects.exists()


@pytest.mark.asvs("15.3.3")
def test_an_officer_sets_nothing_but_the_word_and_the_note(people):
    request = make_request(chapter=people.kenya)
    extra = {field.name: "1" for field in (*Opinion._meta.fields, *JoinRequest._meta.fields)}
    extra |= {
        "is_responsible": "on",
        "role": "coordinator",
        "refused": "1",
        "word": "yes",
        "note": "",
    }
    signed_in(people.safeguarding).post(address(request), extra)
    opinion = Opinion.objects.get()
    assert (opinion.officer, opinion.role) == (people.safeguarding, "safeguarding")
    assert not opinion.is_responsible
    assert is_undecided(request)


def test_the_audit_log_names_deeds_and_ids_only(people):
    request = make_request(chapter=people.kenya, pseudonym="CANARY-name")
    give_word(people.coordinator, request, note="CANARY-word")
    give_word(people.moderator, request)
    entries = AuditEntry.objects.filter(subject_id=request.member.public_id).order_by("number")
    assert [entry.deed for entry in entries] == [
        "request.made",
        "request.judged",
        "request.judged",
        "request.approved",
    ]
    assert "CANARY" not in str([vars(entry) for entry in AuditEntry.objects.all()])


def test_without_decision_everything_is_erased_after_14_days():
    request = make_request()
    rule = RULES["unanswered_requests"]
    rule.apply(request.asked_at + timedelta(days=13, hours=23))
    assert User.objects.exists()
    rule.apply(request.asked_at + timedelta(days=14))
    for model in (User, MemberKey, Profile, JoinRequest):
        assert not model.objects.exists()


def test_whoever_is_refused_is_erased_30_days_later(people):
    request = make_request(chapter=people.kenya)
    give_word(people.coordinator, request, "no")
    now = timezone.now()
    for name in ("refused_accounts", "unanswered_requests", "vetting_notes"):
        RULES[name].apply(now + timedelta(days=29, hours=23))
    assert User.objects.filter(pk=request.member_id).exists()
    RULES["refused_accounts"].apply(now + timedelta(days=30, minutes=1))
    assert not User.objects.filter(pk=request.member_id).exists()
    assert not Opinion.objects.exists()


def test_what_was_written_about_a_member_is_erased_30_days_after_the_decision(people):
    request = make_request(chapter=people.kenya)
    give_word(people.coordinator, request, note="CANARY-word")
    give_word(people.moderator, request)
    now = timezone.now()
    RULES["vetting_notes"].apply(now + timedelta(days=29, hours=23))
    assert Opinion.objects.count() == 2
    for name in ("refused_accounts", "unanswered_requests", "vetting_notes"):
        RULES[name].apply(now + timedelta(days=30, minutes=1))
    assert not JoinRequest.objects.exists()
    assert not Opinion.objects.exists()
    assert standing(request) == "member"


def test_who_vouched_is_forgotten_at_the_decision(people):
    request = make_request(chapter=people.kenya, inviter=make_account("inviter"))
    give_word(people.coordinator, request)
    request.refresh_from_db()
    assert request.inviter is None


def test_decided_requests_are_open_to_the_safeguarding_lead_only(people):
    request = make_request(chapter=people.kenya)
    give_word(people.coordinator, request)
    give_word(people.moderator, request)
    for officer in (people.coordinator, people.moderator):
        assert signed_in(officer).get(address(request)).status_code == 404
    page = signed_in(people.safeguarding).get(address(request)).content.decode()
    assert "was let in" in page
    assert "<textarea" not in page


def test_the_pages_need_the_same_queries_for_many(people, django_assert_max_num_queries):
    first = make_request(chapter=people.kenya)
    client = signed_in(people.safeguarding)
    client.get("/network/requests/")
    for number in range(8):
        give_word(people.coordinator, make_request(f"more-{number}", chapter=people.kenya))
    give_word(people.coordinator, first)
    with django_assert_max_num_queries(11):
        assert client.get("/network/requests/").content.count(b"Amber Finch") == 9
    with django_assert_max_num_queries(13):
        client.get(address(first))
    with django_assert_max_num_queries(14):
        client.get("/network/office/")


def test_the_office_says_what_waits_for_whom(people):
    make_request(chapter=people.kenya)
    waits = b"1 request to join waits for your word."
    assert waits in signed_in(people.coordinator).get("/network/office/").content
    assert waits not in signed_in(people.moderator).get("/network/office/").content
    request = JoinRequest.objects.get()
    give_word(people.coordinator, request)
    assert waits not in signed_in(people.coordinator).get("/network/office/").content
    assert waits in signed_in(people.moderator).get("/network/office/").content
