"""Keeping away: both ways, in silence, from accounts that come back, and from people on a list."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.jobs.registry import RULES
from network import policy
from network.connections import actions, blocking, matching
from network.connections.models import Avoided, Block, Connection
from network.connections.tokens import token_for
from network.members.models import User, today
from tests.network.officers import client_of
from tests.people import make_account

pytestmark = pytest.mark.django_db
BLOCKS, AVOID, LIST = "/network/blocks/", "/network/avoid/", "/network/connections/"
VARYING = re.compile(rb'name="(csrfmiddlewaretoken|member)" value="[^"]*"|avoid/[\w-]{22}/')


def plain(response):
    return response.status_code, VARYING.sub(b"", response.content)


@pytest.fixture
def ada():
    return make_account("ada")


@pytest.fixture
def eve():
    return make_account("eve", sealed_email="eve@example.org")


def block(by, other):
    return client_of(by).post(f"{BLOCKS}add/", {"member": token_for(by, other)})


def there_for(viewer):
    return set(User.objects.filter(policy.there_for(viewer)).values_list("handle", flat=True))


def add(by, text):
    return client_of(by).post(AVOID, {"text": text})


def test_whoever_is_kept_away_meets_the_same_404_as_for_nobody_on_both_sides(ada, eve):
    forms = {one.pk: token_for(one, other) for one, other in ((ada, eve), (eve, ada))}
    gone = make_account("gone")
    for_nobody = {one.pk: token_for(one, gone) for one in (ada, eve)}
    assert block(ada, eve).status_code == 302
    gone.delete()
    for one in (ada, eve):
        for path in (f"{LIST}ask/", f"{BLOCKS}add/"):
            client = client_of(one)
            there = client.post(path, {"member": forms[one.pk]})
            nowhere = client.post(path, {"member": for_nobody[one.pk]})
            assert plain(there) == plain(nowhere)
            assert there.status_code == 404
    assert "ada" not in there_for(eve)
    assert "eve" not in there_for(ada)


@pytest.mark.parametrize("verb", [None, "accept"])
def test_keeping_away_ends_what_connected_the_two_and_tells_nobody(ada, eve, verb):
    row = actions.ask(by=eve, other=ada)
    if verb:
        actions.accept(by=ada, connection=row)
    told = eve.notices.count()
    block(ada, eve)
    assert not Connection.objects.exists()
    assert eve.notices.count() == told
    assert client_of(eve).post(f"{LIST}{row.public_id}/withdraw/").status_code == 404


def test_only_she_sees_her_list_and_can_shorten_it(ada, eve):
    block(ada, eve)
    mine = Block.objects.get()
    assert "Let this member see me again" in client_of(ada).get(BLOCKS).content.decode()
    assert "Let this member see me again" not in client_of(eve).get(BLOCKS).content.decode()
    assert client_of(eve).post(f"{BLOCKS}{mine.public_id}/remove/").status_code == 404
    assert client_of(ada).post(f"{BLOCKS}{mine.public_id}/remove/").status_code == 302
    assert "eve" in there_for(ada)


def test_keeping_away_twice_is_keeping_away_once(ada, eve):
    token = token_for(ada, eve)
    block(ada, eve)
    client_of(ada).post(f"{BLOCKS}add/", {"member": token})
    blocking.block(by=ada, other=eve)
    assert Block.objects.count() == 1


def test_an_erased_account_that_comes_back_by_handle_or_address_is_kept_away(ada, eve):
    block(ada, eve)
    actions.remember_gone(eve)
    eve.delete()
    row = Block.objects.get()
    assert row.other_id is None
    again = make_account("eve")
    other_name = make_account("eva", sealed_email="EVE@example.org ")
    stranger = make_account("bea", sealed_email="bea@example.org")
    for account in (again, other_name, stranger):
        actions.keep_apart(account)
        actions.keep_apart(account)
    assert there_for(ada) == {"ada", "bea"}
    assert "ada" not in there_for(again)


def test_what_is_kept_of_an_erased_account_does_not_name_it_and_is_forgotten_after_a_year(ada, eve):
    block(ada, eve)
    actions.remember_gone(eve)
    eve.delete()
    columns = Block.objects.values().get()
    assert "eve" not in repr(columns)
    Block.objects.update(gone_on=today() - timedelta(days=364))
    RULES["purge_gone_blocks"].apply(timezone.now())
    assert Block.objects.exists()
    Block.objects.update(gone_on=today() - timedelta(days=366))
    RULES["purge_gone_blocks"].apply(timezone.now())
    assert not Block.objects.exists()


@pytest.mark.parametrize("text", ["eve", " EVE ", "eve@example.org", "Eve@Example.org"])
def test_people_on_the_list_and_she_do_not_meet_until_the_line_is_removed(ada, eve, text):
    actions.accept(by=ada, connection=actions.ask(by=eve, other=ada))
    assert add(ada, text).status_code == 302
    assert not Connection.objects.exists()
    assert "eve" not in there_for(ada)
    assert "ada" not in there_for(eve)
    entry = Avoided.objects.get()
    assert client_of(eve).post(f"{AVOID}{entry.public_id}/remove/").status_code == 404
    client_of(ada).post(f"{AVOID}{entry.public_id}/remove/")
    assert "eve" in there_for(ada)
    assert not Block.objects.exists()


def test_whoever_comes_later_is_kept_away_as_well(ada):
    add(ada, "eve@example.org")
    late = make_account("late", sealed_email="eve@example.org")
    assert "late" in there_for(ada)
    actions.keep_apart(late)
    assert "late" not in there_for(ada)


def test_other_slices_add_ways_of_being_known(ada, eve, monkeypatch):
    monkeypatch.setattr(matching, "_WAYS", [*matching._WAYS])
    names = {"Quiet Heron": eve.pk}
    matching.register(
        find=lambda text: [names[text]] if text in names else [],
        texts=lambda member: [n for n, pk in names.items() if pk == member.pk],
    )
    add(ada, "Quiet Heron")
    assert "eve" not in there_for(ada)


def test_the_list_does_not_tell_whether_somebody_was_found(ada):
    found_one = make_account("quiet-heron")
    client = client_of(ada)
    client.get(AVOID)

    def answer_to(text):
        Avoided.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            said = client.post(AVOID, {"text": text}, follow=True)
        shown = said.content.replace(text.encode(), b"TEXT")
        shapes = [re.sub(r"\d+|'[^']*'", "", q["sql"].split("VALUES")[0]) for q in queries]
        return VARYING.sub(b"", shown), len(queries), shapes

    actions.ask(by=found_one, other=ada)
    found, nobody = answer_to("quiet-heron"), answer_to("quiet-hawks")
    assert found[2] == nobody[2]
    assert found == nobody
    add(ada, "quiet-heron")
    assert "keep away from nobody" in client.get(BLOCKS).content.decode()


def test_a_line_is_there_once_and_there_are_fifty_at_most(ada):
    client = client_of(ada)
    for number in range(50):
        assert client.post(AVOID, {"text": f"name {number}"}).status_code == 302
    assert client.post(AVOID, {"text": "NAME 3 "}).status_code == 302
    full = client.post(AVOID, {"text": "one more"})
    assert full.status_code == 400
    assert "Remove one" in full.content.decode()
    assert 'value="one more"' in full.content.decode()
    assert Avoided.objects.count() == 50
    Avoided.objects.first().delete()
    refused = client.post(AVOID, {"text": "one more"})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0


@pytest.mark.parametrize("text", ["", "   ", "x" * 255])
def test_a_wrong_line_is_answered_with_a_sentence(ada, text):
    response = add(ada, text)
    assert response.status_code == 400
    assert "Something needs another look" in response.content.decode()


def test_the_list_is_sealed(ada):
    add(ada, "CANARY somebody")
    assert "CANARY" not in repr(list(Avoided.objects.values()))


def test_a_member_on_her_own_list_loses_nobody(ada):
    add(ada, "ada")
    assert "ada" in there_for(ada)


@pytest.mark.parametrize("path", [BLOCKS, AVOID])
def test_the_lists_take_the_same_number_of_queries_however_long(
    ada, path, django_assert_max_num_queries
):
    def fill(start):
        for number in range(start, start + 3):
            blocking.block(by=ada, other=make_account(f"other-{number}"), label="Somebody")
            blocking.avoid(by=ada, text=f"name {number}")

    client = client_of(ada)
    fill(0)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    fill(3)
    with django_assert_max_num_queries(len(few)):
        client.get(path)
