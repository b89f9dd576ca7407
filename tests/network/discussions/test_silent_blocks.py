"""Who is blocked learns it from nothing that a room answers or sends."""

import asyncio
import hashlib
import itertools
import json
import re

import pytest
from django.test import Client

from network.connections.blocking import block
from tests.network.discussions.live import ORIGIN, Person, hear, say
from tests.network.discussions.making import address, make_member, make_room, post

TOKEN = re.compile(r'name="member" value="([^"]+)"')


def tag_of(member, room):
    client = Client()
    client.force_login(member)
    return client.get(address(room, "events/"))["ETag"]


@pytest.mark.django_db
def test_a_block_by_somebody_who_never_wrote_here_changes_no_tag():
    room, she, he = make_room(), make_member("she"), make_member("he")
    post(he, room)
    before = tag_of(he, room)
    block(by=she, other=he)
    assert tag_of(he, room) == before


@pytest.mark.django_db
def test_the_tag_of_who_lost_words_changes_and_names_nobody_who_blocked():
    room, she, he = make_room(), make_member("she"), make_member("he")
    post(she, room)
    before = tag_of(he, room)
    block(by=she, other=he)
    after = tag_of(he, room)
    assert after != before
    view = after.strip('"').rpartition("-")[2]
    orders = itertools.permutations([False, [she.pk], [], "en"])
    guesses = [json.dumps(list(facts)) for facts in orders]
    guesses += [json.dumps([room.pk, *json.loads(guess)]) for guess in guesses]
    assert view not in {hashlib.sha256(guess.encode()).hexdigest()[:12] for guess in guesses}


def test_an_open_socket_says_nothing_when_somebody_unheard_blocks(site):
    facts, server = site
    she, he = Person(facts, 4, server), Person(facts, 5, server)

    def send(person, path, **fields):
        cookie, token = person.token()
        body = "&".join(f"{name}={text}" for name, text in fields.items())
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"s={person.cookie}; {cookie}",
            "X-CSRFToken": token,
            "Origin": ORIGIN,
        }
        return person.request("POST", path, body, headers)

    def block_him():
        assert send(he, "/network/connections/", code=_code_of(she))[0] == 302
        page = she.request("GET", "/network/connections/")[1]
        status, _body = send(she, "/network/blocks/add/", member=TOKEN.search(page).group(1))
        assert status == 302

    async def story():
        async with he.listening() as socket:
            await hear(socket, "sync")
            await asyncio.to_thread(block_him)
            await asyncio.sleep(1)
            await say(socket, type="ping", n=1)
            frame = json.loads(await socket.recv())
            assert frame["type"] == "pong"

    asyncio.run(story())


def _code_of(person):
    page = person.request("GET", "/network/connections/")[1]
    return re.search(r">([A-Za-z0-9_-]{22})<", page).group(1)
