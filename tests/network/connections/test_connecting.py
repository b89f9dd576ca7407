"""Being connected needs two; a no is nobody's business but hers who says it."""

import re
from datetime import timedelta

import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone

from home.jobs.registry import RULES
from network.connections import actions
from network.connections.models import Connection
from network.connections.tokens import token_for
from network.contact.models import Notice
from network.members.models import User, today
from tests.network.officers import client_of
from tests.people import make_account

pytestmark = pytest.mark.django_db
LIST = "/network/connections/"
VARYING = re.compile(rb'name="(csrfmiddlewaretoken|member)" value="[^"]*"|connections/[\w-]{22}/')


def plain(response):
    """Return the page without what differs at every request."""
    return response.status_code, VARYING.sub(b"", response.content)


@pytest.fixture
def ada():
    return make_account("ada")


@pytest.fixture
def bea():
    return make_account("bea")


def ask(by, other):
    return client_of(by).post(f"{LIST}ask/", {"member": token_for(by, other)})


def the_connection():
    return Connection.objects.get()


def answer(by, verb, connection=None):
    public_id = (connection or the_connection()).public_id
    return client_of(by).post(f"{LIST}{public_id}/{verb}/")


def page(member):
    return client_of(member).get(LIST)


def test_two_who_both_say_yes_are_connected_and_each_can_end_it(ada, bea):
    assert ask(ada, bea).status_code == 302
    assert "They ask you" in page(bea).content.decode()
    assert answer(bea, "accept").status_code == 302
    for one in (ada, bea):
        assert "End the connection" in page(one).content.decode()
    assert answer(ada, "end").status_code == 302
    assert not Connection.objects.exists()


def test_nobody_but_the_asked_can_say_yes(ada, bea):
    ask(ada, bea)
    assert answer(ada, "accept").status_code == 404
    assert answer(make_account("eve"), "accept").status_code == 404
    assert the_connection().state == "asked"


def test_nothing_is_open_to_the_asker_before_the_yes(ada, bea):
    ask(ada, bea)
    assert answer(ada, "end").status_code == 404


def test_requests_that_cross_make_one_connection(ada, bea):
    ask(ada, bea)
    ask(bea, ada)
    assert the_connection().state == "accepted"


def test_a_no_is_invisible_to_the_asker(ada, bea):
    ask(ada, bea)
    before = plain(page(ada))
    told = Notice.objects.filter(member=ada).count()
    answer(bea, "decline")
    assert plain(page(ada)) == before
    assert Notice.objects.filter(member=ada).count() == told
    assert "They ask you" not in page(bea).content.decode()


def test_whoever_asks_again_after_a_no_reaches_nobody_and_cannot_tell(ada, bea):
    ask(ada, bea)
    unanswered = plain(page(ada))
    answer(bea, "decline")
    told = Notice.objects.filter(member=bea).count()
    assert answer(ada, "withdraw").status_code == 302
    assert "You have asked" not in page(ada).content.decode()
    assert ask(ada, bea).status_code == 302
    client = client_of(ada)
    client.get(LIST)
    assert plain(client.get(LIST)) == unanswered
    assert "They ask you" not in page(bea).content.decode()
    assert Notice.objects.filter(member=bea).count() == told


def test_a_no_holds_for_90_days_and_then_one_may_ask_again(ada, bea):
    ask(ada, bea)
    answer(bea, "decline")
    answer(ada, "withdraw")
    Connection.objects.update(declined_on=today() - timedelta(days=89))
    ask(ada, bea)
    assert the_connection().state == "declined"
    answer(ada, "withdraw")
    Connection.objects.update(declined_on=today() - timedelta(days=90))
    ask(ada, bea)
    assert the_connection().state == "asked"


@pytest.mark.parametrize("is_declined", [False, True])
def test_a_request_vanishes_for_its_asker_on_the_same_day_with_or_without_a_no(
    ada, bea, is_declined
):
    ask(ada, bea)
    if is_declined:
        answer(bea, "decline")
    Connection.objects.update(asked_on=today() - timedelta(days=89))
    assert "You have asked" in page(ada).content.decode()
    Connection.objects.update(asked_on=today() - timedelta(days=90))
    assert "You have asked" not in page(ada).content.decode()


def test_a_no_outlives_its_request_until_its_own_90_days_are_over(ada, bea):
    ask(ada, bea)
    answer(bea, "decline")
    old = today() - timedelta(days=90)
    Connection.objects.update(asked_on=old)
    RULES["purge_connection_requests"].apply(timezone.now())
    assert Connection.objects.exists()
    Connection.objects.update(declined_on=old)
    RULES["purge_connection_requests"].apply(timezone.now())
    assert not Connection.objects.exists()


def test_whoever_said_no_can_still_ask_herself(ada, bea):
    ask(ada, bea)
    answer(bea, "decline")
    ask(bea, ada)
    assert the_connection().state == "accepted"


def test_whoever_said_no_to_a_wish_that_was_taken_back_asks_anew(ada, bea):
    ask(ada, bea)
    answer(bea, "decline")
    answer(ada, "withdraw")
    ask(bea, ada)
    assert (the_connection().state, the_connection().asker_id) == ("asked", bea.pk)


def test_a_request_taken_back_is_gone_for_both(ada, bea):
    ask(ada, bea)
    answer(ada, "withdraw")
    assert not Connection.objects.exists()
    assert "They ask you" not in page(bea).content.decode()


@pytest.mark.parametrize(("is_new", "most"), [(False, 10), (True, 3)])
@pytest.mark.asvs("2.4.1")
def test_nobody_asks_more_people_in_a_day_than_a_person_would(is_new, most):
    until = today() + timedelta(days=14) if is_new else None
    ada = make_account("ada", probation_until=until)
    others = [make_account(f"other-{number}") for number in range(most + 1)]
    answers = [ask(ada, other) for other in others]
    assert [response.status_code for response in answers] == [302] * most + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Go on tomorrow" in answers[-1].content.decode()
    # Taking back does not give a try back.
    answer(ada, "withdraw", Connection.objects.filter(asker=ada).first())
    assert ask(ada, others[-1]).status_code == 429


def test_whoever_was_given_a_code_can_ask(ada, bea):
    response = client_of(ada).post(LIST, {"code": bea.public_id})
    assert response.status_code == 302
    assert the_connection().asked_id == bea.pk


def test_a_code_of_nobody_looks_like_that_of_somebody_who_keeps_away(ada, bea):
    bea.blocks.create(other=ada)
    closing = make_account("gone", standing="closing", closing_on=today())
    answers = [
        client_of(ada).post(LIST, {"code": code})
        for code in ("A" * 22, bea.public_id, closing.public_id, ada.public_id)
    ]
    bodies = {re.sub(rb'value="[\w-]{22}"', b"", plain(answer)[1]) for answer in answers}
    assert {answer.status_code for answer in answers} == {400}
    assert len(bodies) == 1


def test_codes_cannot_be_tried_out(ada):
    client = client_of(ada)
    statuses = [client.post(LIST, {"code": "B" * 22}).status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]


@pytest.mark.parametrize("code", ["", "short", "x" * 61, "a b c" * 4 + "xx", "é" * 22])
def test_what_is_no_code_is_answered_with_a_sentence_and_kept(ada, code):
    response = client_of(ada).post(LIST, {"code": code})
    assert response.status_code == 400
    assert "Something needs another look" in response.content.decode()
    assert f'value="{code}"' in response.content.decode() or not code


@pytest.mark.asvs("8.2.2")
def test_a_form_made_for_one_member_does_not_work_for_another_nor_when_changed(ada, bea, clock):
    token, eve = token_for(ada, bea), make_account("eve")
    wrong = ["", "x", bea.public_id, token[:-2] + "AA", token + "A"]
    statuses = {client_of(ada).post(f"{LIST}ask/", {"member": t}).status_code for t in wrong}
    statuses.add(client_of(eve).post(f"{LIST}ask/", {"member": token}).status_code)
    clock.forward(13 * 60 * 60)
    statuses.add(client_of(ada).post(f"{LIST}ask/", {"member": token}).status_code)
    assert statuses == {404}
    assert not Connection.objects.exists()


def test_a_form_does_not_hold_the_id_of_its_member(ada, bea):
    assert bea.public_id not in token_for(ada, bea)


@pytest.mark.parametrize("standing", ["waiting", "closing"])
def test_who_is_on_the_way_in_or_out_cannot_be_asked_and_is_not_listed(ada, bea, standing):
    ask(ada, bea)
    answer(bea, "accept")
    token = token_for(ada, bea)
    closing_on = today() if standing == "closing" else None
    User.objects.filter(pk=bea.pk).update(standing=standing, closing_on=closing_on)
    assert "End the connection" not in page(ada).content.decode()
    assert client_of(ada).post(f"{LIST}ask/", {"member": token}).status_code == 404


def drawn(viewer, member):
    request = RequestFactory().get("/")
    request.user = viewer
    template = Template("{% load connections %}{% connection_actions member %}")
    return template.render(RequestContext(request, {"member": member}))


def test_a_members_page_offers_the_step_that_comes_next(ada, bea):
    assert "Ask to be connected" in drawn(ada, bea)
    ask(ada, bea)
    assert "Take it back" in drawn(ada, bea)
    assert "Yes, connect" in drawn(bea, ada)
    answer(bea, "decline")
    assert "Take it back" in drawn(ada, bea)
    assert "Ask to be connected" in drawn(bea, ada)
    assert drawn(ada, ada).strip() == ""


def test_the_act_itself_refuses_whoever_may_not(ada, bea):
    from django.core.exceptions import PermissionDenied

    ask(ada, bea)
    for act in (actions.accept, actions.decline, actions.end):
        with pytest.raises(PermissionDenied):
            act(by=ada, connection=the_connection())


def test_the_list_takes_the_same_number_of_queries_however_long_it_is(
    ada, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def fill(start):
        for number in range(start, start + 4):
            other = make_account(f"other-{number}")
            asker, asked = (ada, other) if number % 2 else (other, ada)
            row = actions.ask(by=asker, other=other if asker == ada else ada)
            if number % 4 < 2:
                actions.accept(by=asked, connection=row)

    client = client_of(ada)
    fill(0)
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(LIST)
    fill(4)
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)


@pytest.mark.parametrize("asked", ["", "/es"])
@pytest.mark.parametrize(
    ("read", "words"), [("", "Somebody asks to"), ("/es", "Alguien pide conectarse contigo.")]
)
def test_a_notice_leads_on_in_the_language_of_who_reads_it(ada, bea, asked, read, words):
    client_of(ada).post(f"{asked}{LIST}ask/", {"member": token_for(ada, bea)})
    notices = client_of(bea).get(f"{read}/network/notices/").content.decode()
    assert f'<a href="{read}{LIST}">{words}' in notices
