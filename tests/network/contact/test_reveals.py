"""Breaking the glass: a reason, two people, fifteen minutes, and the member knows (T20, T26, P27)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from home.audit.models import AuditEntry
from home.jobs.registry import RULES
from network.contact import reveals
from network.contact.actions import save_card
from network.contact.models import ContactCard, Look, Notice, Reveal
from network.members import desk
from network.members.models import User, today
from tests.network.officers import client_of, make_chapter, make_officer
from tests.people import Client, make_account, sign_in

pytestmark = pytest.mark.django_db
REASON = "CANARY-reason: she asked us to call when the hearing is moved."
SECRETS = ("CANARY-phone", "canary-ada@example.org", "CANARY-code")


class Cast:
    """One member with everything sealed, and the officers around her, each signed in."""

    def __init__(self):
        self.kenya, self.ghana = make_chapter("Kenya chapter"), make_chapter("Ghana chapter")
        self.ada = make_account("ada", chapter=self.kenya, sealed_email=SECRETS[1])
        rules = {"channel": "call", "code_word": SECRETS[2]}
        save_card(by=self.ada, phone=SECRETS[0], rules=rules, mail_level="none", mail_language="en")
        self.coordinator = make_officer("coordinator", "coordinator", self.kenya)
        self.elsewhere = make_officer("elsewhere", "coordinator", self.ghana)
        self.safeguarding = make_officer("safeguarding", "safeguarding")
        self.moderator = make_officer("moderator", "moderator")
        self.council = make_officer("council", "council")
        self.member = make_account("member", chapter=self.kenya)
        self._clients = {}

    def client(self, account):
        if account.pk not in self._clients:
            self._clients[account.pk] = sign_in(account)
        return self._clients[account.pk]

    def ask(self, by, member=None, reason=REASON):
        path = f"/network/reveals/ask/{(member or self.ada).public_id}/"
        return self.client(by).post(path, {"reason": reason})

    def do(self, by, what, reveal=None):
        reveal = reveal or Reveal.objects.latest("pk")
        return self.client(by).post(f"/network/reveals/{reveal.public_id}/", {"do": what})

    def see(self, by, reveal=None):
        reveal = reveal or Reveal.objects.latest("pk")
        return self.client(by).get(f"/network/reveals/{reveal.public_id}/")

    def looks(self):
        return list(Look.objects.filter(member=self.ada).values_list("role", "outcome"))


@pytest.fixture
def cast():
    return Cast()


def holds_secrets(response):
    return [secret for secret in SECRETS if secret in response.content.decode()]


def test_two_people_together_can_reach_a_member_and_she_reads_it(cast):
    assert cast.ask(cast.coordinator).status_code == 302
    assert "CANARY-reason" in cast.see(cast.safeguarding).content.decode()
    assert cast.do(cast.safeguarding, "allow").status_code == 302
    opened = cast.do(cast.coordinator, "open")
    assert opened.status_code == 200
    assert holds_secrets(opened) == list(SECRETS)
    assert opened["Cache-Control"] == "no-store, private"
    assert cast.looks() == [("coordinator", "read"), ("coordinator", "asked")]
    page = cast.client(cast.ada).get("/network/looks/").content.decode()
    assert "The coordinator of your chapter" in page
    assert "looked" in page
    officers = (cast.coordinator, cast.safeguarding)
    for name in ("CANARY", *(officer.public_id for officer in officers)):
        assert name not in page
    assert Notice.objects.filter(member=cast.ada, kind="contact.look").count() == 2


@pytest.mark.asvs("8.2.2", "16.3.2")
def test_a_curious_coordinator_gets_nothing_and_is_seen(cast):
    cast.ask(cast.coordinator)
    tried = cast.do(cast.coordinator, "open")
    assert tried.status_code == 403
    assert holds_secrets(tried) == []
    assert cast.do(cast.coordinator, "allow").status_code == 403
    assert cast.do(cast.coordinator, "open").status_code == 403
    assert cast.looks().count(("coordinator", "refused")) == 2
    assert "was refused" in cast.client(cast.ada).get("/network/looks/").content.decode()
    deeds = set(AuditEntry.objects.values_list("deed", flat=True))
    assert {"reveal.asked", "reveal.tried"} <= deeds


def test_after_a_refusal_nothing_opens_and_she_reads_that(cast):
    cast.ask(cast.coordinator)
    cast.do(cast.moderator, "refuse")
    assert cast.do(cast.coordinator, "open").status_code == 403
    assert cast.do(cast.moderator, "allow").status_code == 403
    assert cast.looks()[-2:] == [("coordinator", "refused"), ("coordinator", "asked")]


def test_fifteen_minutes_and_no_longer(cast):
    cast.ask(cast.coordinator)
    cast.do(cast.moderator, "allow")
    reveal = Reveal.objects.get()
    left = reveal.open_until - timezone.now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    assert holds_secrets(cast.do(cast.coordinator, "open"))
    Reveal.objects.update(open_until=timezone.now() - timedelta(seconds=1))
    over = cast.do(cast.coordinator, "open")
    assert over.status_code == 403
    assert holds_secrets(over) == []
    assert cast.looks()[0] == ("coordinator", "refused")


def test_each_opening_is_a_line_of_its_own(cast):
    cast.ask(cast.coordinator)
    cast.do(cast.moderator, "allow")
    cast.do(cast.coordinator, "open")
    cast.do(cast.coordinator, "open")
    assert cast.looks().count(("coordinator", "read")) == 2


def test_showing_the_page_again_does_not_show_it_again(cast):
    cast.ask(cast.coordinator)
    cast.do(cast.moderator, "allow")
    cast.do(cast.coordinator, "open")
    assert holds_secrets(cast.see(cast.coordinator)) == []


@pytest.mark.parametrize("who", ["elsewhere", "council", "moderator", "member", "ada"])
@pytest.mark.asvs("8.2.3", "8.4.1")
def test_whoever_may_not_ask_finds_the_same_404_as_for_nobody(cast, who):
    by = getattr(cast, who)
    there = cast.client(by).get(f"/network/reveals/ask/{cast.ada.public_id}/")
    nowhere = cast.client(by).get(f"/network/reveals/ask/{'x' * 22}/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert cast.ask(by).status_code == 404
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("who", ["elsewhere", "council", "member", "ada"])
@pytest.mark.parametrize("what", ["open", "allow", "refuse"])
def test_whoever_has_no_part_in_it_finds_nothing(cast, who, what):
    cast.ask(cast.coordinator)
    by = getattr(cast, who)
    assert cast.see(by).status_code == 404
    assert cast.do(by, what).status_code == 404
    assert Reveal.objects.get().state == "asked"


def test_the_second_person_can_allow_and_not_look(cast):
    cast.ask(cast.coordinator)
    cast.do(cast.safeguarding, "allow")
    tried = cast.do(cast.safeguarding, "open")
    assert tried.status_code == 403
    assert holds_secrets(tried) == []
    assert cast.looks()[0] == ("safeguarding", "refused")


def test_two_safeguarding_leads_are_of_one_kind(cast):
    another = make_officer("another", "safeguarding")
    cast.ask(cast.safeguarding)
    assert cast.see(another).status_code == 404
    assert cast.do(another, "allow").status_code == 404
    assert cast.do(cast.coordinator, "allow").status_code == 404
    assert cast.do(cast.moderator, "allow").status_code == 302


@pytest.mark.parametrize("who", ["another", "safeguarding", "coordinator", "council", "ada"])
def test_the_act_itself_takes_no_word_of_the_same_kind(cast, who):
    another = make_officer("another", "safeguarding")
    cast.ask(cast.safeguarding)
    by = User.objects.get(pk=(another if who == "another" else getattr(cast, who)).pk)
    with pytest.raises(PermissionDenied):
        reveals.decide(by=by, reveal=Reveal.objects.get(), approves=True)


def test_nobody_decides_about_herself(cast):
    moderator = make_officer("chair", "moderator")
    User.objects.filter(pk=moderator.pk).update(chapter=cast.kenya)
    cast.ask(cast.coordinator, member=moderator)
    assert cast.see(moderator).status_code == 404
    assert cast.do(moderator, "allow").status_code == 404


def test_an_officer_whom_she_keeps_away_from_cannot_even_ask(cast):
    cast.ask(cast.coordinator)
    cast.do(cast.moderator, "allow")
    cast.ada.blocks.create(other=cast.coordinator)
    assert cast.do(cast.coordinator, "open").status_code == 404
    assert cast.ask(cast.coordinator).status_code == 404


def test_a_frozen_chapter_closes_what_was_open(cast):
    cast.ask(cast.coordinator)
    cast.do(cast.moderator, "allow")
    cast.kenya.frozen_at = timezone.now()
    cast.kenya.save()
    assert cast.do(cast.coordinator, "open").status_code == 404
    assert cast.ask(cast.safeguarding).status_code == 404


def test_who_lost_the_office_lost_the_look(cast):
    cast.ask(cast.coordinator)
    cast.do(cast.moderator, "allow")
    cast.coordinator.office_set.all().delete()
    assert cast.do(cast.coordinator, "open").status_code == 404
    User.objects.filter(pk=cast.ada.pk).update(chapter=cast.ghana)
    assert not Look.objects.filter(outcome="read").exists()


@pytest.mark.parametrize("is_over", [False, True])
def test_without_rules_or_with_old_ones_officers_read_never(cast, is_over):
    if is_over:
        ContactCard.objects.update(rules_until=today() - timedelta(days=1))
    else:
        save_card(by=cast.ada, phone="", rules={}, mail_level="none", mail_language="en")
    cast.ask(cast.safeguarding)
    cast.do(cast.moderator, "allow")
    page = cast.do(cast.safeguarding, "open").content.decode()
    assert "Never contact this member outside" in page
    assert "CANARY-code" not in page


@pytest.mark.parametrize("reason", ["", "curious", " " * 40, "x" * 1001])
def test_a_reason_is_needed_and_what_was_written_is_kept(cast, reason):
    response = cast.ask(cast.coordinator, reason=reason)
    assert response.status_code == 400
    assert reason.strip() in response.content.decode()
    assert not Reveal.objects.exists()
    assert not Look.objects.exists()


def test_the_reason_is_sealed_and_erased_after_thirty_days(cast):
    cast.ask(cast.coordinator)
    assert "CANARY" not in repr(list(Reveal.objects.values()))
    Reveal.objects.update(asked_at=timezone.now() - timedelta(days=29))
    RULES["purge_reveals"].apply(timezone.now())
    assert Reveal.objects.exists()
    Reveal.objects.update(asked_at=timezone.now() - timedelta(days=30))
    RULES["purge_reveals"].apply(timezone.now())
    assert not Reveal.objects.exists()


def test_a_request_that_nobody_answers_is_over_after_three_days(cast):
    cast.ask(cast.coordinator)
    Reveal.objects.update(asked_at=timezone.now() - timedelta(days=3))
    assert cast.do(cast.moderator, "allow").status_code == 403
    assert desk.waiting_for(User.objects.get(pk=cast.moderator.pk)) == []


def test_asking_twice_is_asking_once(cast):
    cast.ask(cast.coordinator)
    cast.ask(cast.coordinator)
    assert Reveal.objects.count() == 1
    assert cast.looks() == [("coordinator", "asked")]


def test_ten_requests_a_day_and_no_list_of_others(cast):
    members = [make_account(f"m-{n}", chapter=cast.kenya) for n in range(11)]
    answers = [cast.ask(cast.coordinator, member=member) for member in members]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert REASON in answers[-1].content.decode()
    assert cast.client(cast.coordinator).get("/network/reveals/").status_code == 404


def test_the_office_shows_what_waits_to_those_who_can_answer(cast):
    cast.ask(cast.coordinator)
    path = f"/network/reveals/{Reveal.objects.get().public_id}/"
    for who, waits in [("safeguarding", True), ("moderator", True), ("elsewhere", False)]:
        officer = User.objects.get(pk=getattr(cast, who).pk)
        items = desk.waiting_for(officer)
        assert [url for _text, url in items] == ([path] if waits else [])
        assert "ada" not in repr(items)


@pytest.mark.asvs("7.5.3")
@pytest.mark.parametrize(("who", "what"), [("moderator", "allow"), ("coordinator", "open")])
def test_an_open_session_is_asked_for_the_passphrase_again(cast, who, what, clock):
    cast.ask(cast.coordinator)
    if what == "open":
        cast.do(cast.moderator, "allow")
    officer = cast.client(getattr(cast, who))
    clock.forward(8 * 60)
    response = cast.do(getattr(cast, who), what)
    assert response.status_code == 302
    assert response["Location"].startswith("/account/")
    assert not Look.objects.filter(outcome="read").exists()
    assert officer.get("/network/notices/").status_code == 200


@pytest.mark.asvs("3.5.1")
def test_a_look_needs_our_own_form(cast):
    cast.ask(cast.coordinator)
    cast.do(cast.moderator, "allow")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = cast.client(cast.coordinator).cookies
    reveal = Reveal.objects.get()
    answer = strict.post(f"/network/reveals/{reveal.public_id}/", {"do": "open"})
    assert answer.status_code == 403
    assert not Look.objects.filter(outcome="read").exists()
    assert cast.do(cast.coordinator, "anything").status_code == 400


def test_looks_are_kept_for_a_year(cast):
    cast.ask(cast.coordinator)
    Look.objects.update(on=today() - timedelta(days=365))
    RULES["purge_looks"].apply(timezone.now())
    assert Look.objects.exists()
    Look.objects.update(on=today() - timedelta(days=366))
    RULES["purge_looks"].apply(timezone.now())
    assert not Look.objects.exists()


def test_a_list_of_looks_takes_the_same_number_of_queries(cast, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(cast.ada)
    client.get("/network/looks/")
    with CaptureQueriesContext(connection) as none:
        client.get("/network/looks/")
    for _ in range(9):
        Look.objects.create(member=cast.ada, role="coordinator", what="contact", outcome="read")
    with django_assert_max_num_queries(len(none) + 1):
        client.get("/network/looks/")
