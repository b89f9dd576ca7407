"""Writing in a room, by form and by program."""

import json
import uuid

import pytest
from django.db import OperationalError
from django.test import Client

from network.discussions import log
from network.discussions.models import Message
from tests.network.discussions.making import address, make_member, make_room, post
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return make_room()


@pytest.fixture
def ada():
    return make_member("ada", name="Ada of the river")


def send(client, room, **fields):
    sent = {"client_id": str(uuid.uuid4()), "body": "Hello everyone", "content_notes": []} | fields
    return client.post(
        address(room, "messages/"), json.dumps(sent), content_type="application/json"
    )


def test_a_member_writes_by_form_and_reads_it_on_the_page(ada, room):
    client = sign_in(ada)
    page = client.get(address(room))
    assert page.status_code == 200
    answer = client.post(
        address(room, "messages/"),
        {
            "client_id": page.context["form"]["client_id"].value(),
            "body": "I am *here*.\n\n- one\n- two",
        },
    )
    assert answer.status_code == 302
    shown = client.get(address(room)).content.decode()
    assert "<em>here</em>" in shown
    assert "<li>one</li>" in shown
    assert "Ada of the river" in shown


def test_a_program_gets_what_the_contract_says(ada, room):
    client = sign_in(ada)
    client_id = str(uuid.uuid4())
    first = send(client, room, client_id=client_id)
    assert first.status_code == 201
    answer = first.json()
    assert (answer["seq"], answer["duplicate"]) == (1, False)
    assert answer["message"]["client_id"] == client_id
    assert answer["message"]["author"] != ada.handle
    again = send(client, room, client_id=client_id)
    assert again.status_code == 200
    assert again.json()["duplicate"] is True
    assert again.json()["message"]["message"] == answer["message"]["message"]
    other = send(client, room, client_id=client_id, body="Another text")
    assert (other.status_code, other.json()["error"]) == (409, "client_id_conflict")
    assert Message.objects.count() == 1


def test_events_are_read_after_a_number_once_each(ada, room):
    client = sign_in(ada)
    for number in range(3):
        assert send(client, room, body=f"Number {number}").status_code == 201
    answer = client.get(address(room, "events/?since=1"))
    found = answer.json()
    assert [event["seq"] for event in found["events"]] == [2, 3]
    assert (found["from"], found["to"], found["head"], found["more"]) == (2, 3, 3, False)
    assert (
        client.get(
            address(room, "events/?since=1"), headers={"If-None-Match": answer["ETag"]}
        ).status_code
        == 304
    )


def test_what_was_deleted_is_nowhere(ada, room):
    client = sign_in(ada)
    message = post(ada, room, "a word called CANARY")
    answer = client.post(address(room, f"messages/{message.public_id}/delete/"))
    assert answer.status_code == 302
    for path in ("", "events/?since=0", f"messages/{message.public_id}/"):
        assert "CANARY" not in client.get(address(room, path)).content.decode()
    found = client.post("/network/discussions/search/", {"words": "canary"})
    assert "a word called" not in found.content.decode()


def test_search_finds_words_that_are_nowhere_in_the_database_in_clear(ada, room):
    post(ada, room, "We meet under the jacaranda tree")
    other = make_room("council", name="Leadership Council")
    client = sign_in(ada)
    from network.discussions import index

    for message in Message.objects.all():
        index.renew(message.pk)
    assert (
        "jacaranda tree"
        in client.post(
            "/network/discussions/search/", {"words": "JACARANDA trees"}
        ).content.decode()
    )
    assert client.get(address(other)).status_code == 404


def test_strangers_are_sent_to_the_sign_in_page(room):
    assert Client().get(address(room)).status_code == 302


def test_in_spanish_the_room_leads_to_help_and_says_in_spanish_what_is_wrong(ada, room):
    client = sign_in(ada)
    page = client.get(f"/es{address(room)}").content.decode()
    assert '<a href="/es/help/">Buscar ayuda ahora</a>' in page
    answer = client.post(
        f"/es{address(room, 'messages/')}",
        json.dumps(
            {"client_id": str(uuid.uuid4()), "body": "Hola", "content_notes": ["no-such-note"]}
        ),
        content_type="application/json",
    )
    assert answer.status_code == 422
    assert answer.json()["detail"] == "Elige los avisos de contenido de la lista."


def test_when_the_database_fails_the_answer_says_that_nobody_knows(ada, room, monkeypatch):
    client = sign_in(ada)

    def fail(*arguments, **named):
        raise OperationalError

    monkeypatch.setattr(log, "append", fail)
    answer = send(client, room)
    assert (answer.status_code, answer.json()["error"]) == (503, "unavailable")
    assert answer["Retry-After"]
    monkeypatch.undo()
    assert send(client, room).status_code == 201
