"""Whatever happened in a room: the socket, the catch-up and the page show one reader the same."""

import asyncio
import contextlib
import re
import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network import doorbell
from network.connections.models import Block
from network.discussions import actions, log
from network.discussions.models import Event, Message
from tests.network.discussions.inside import Listener, caught_up, member_client
from tests.network.discussions.making import address, make_member, make_room

AUTHORS = 3
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["post", "post", "answer", "edit", "delete", "hide", "restore", "block"]),
        st.integers(0, AUTHORS - 1),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=14,
)


def on_page(client, room):
    text = client.get(address(room)).content.decode()
    articles = re.findall(r"<article.*?</article>", text, re.DOTALL)
    return {re.search(r'data-message="([\w-]+)"', one)[1]: one.strip() for one in articles}


def do(act, room, authors, reader, number):
    what, who, which = act
    by = authors[who]
    mine = list(Message.objects.filter(room=room, author=by, state="shown").order_by("place"))
    if what in {"post", "answer"}:
        there = list(Message.objects.filter(room=room, state="shown").order_by("place"))
        parent = there[which % len(there)].public_id if what == "answer" and there else None
        notes = ["violence"] if which == 0 else []
        body = f"Words {number}\n\nsecond *line*"
        with contextlib.suppress(actions.Refused):  # an answer to somebody from whom she is apart
            actions.post(
                by=by,
                room=room,
                client_id=uuid.uuid4(),
                body=body,
                content_notes=notes,
                reply_to=parent,
            )
    elif what == "block":
        Block.objects.get_or_create(by=reader, other=by, entry=None)
        doorbell.ring_person(reader.pk)
    elif what in {"hide", "restore"}:
        state, other = ("hidden", "shown") if what == "hide" else ("shown", "hidden")
        with log.writing():
            found = Message.objects.filter(room=room, state=other).first()
            if found:
                found.state, found.rev = state, found.rev + 1
                found.save()
                log.append(
                    room,
                    Event.Kind.HIDDEN if what == "hide" else Event.Kind.RESTORED,
                    message=found,
                )
    elif mine:
        message = mine[which % len(mine)]
        if what == "edit":
            actions.edit(by=by, message=message, rev=message.rev, body=f"Changed {number}")
        else:
            actions.delete(by=by, message=message)


def test_socket_catch_up_and_page_show_a_reader_the_same(committed, monkeypatch):
    from network.discussions import limits

    monkeypatch.setattr(limits, "BURST", 10**6)
    monkeypatch.setattr(limits, "LIMITS", dict.fromkeys(limits.LIMITS, (10**6, 60)))
    authors = [make_member(f"author-{number}") for number in range(AUTHORS)]
    readers = [make_member(f"reader-{number}") for number in range(2)]
    actions.keep_closed(by=readers[1], notes=["violence"])
    clients = [member_client(reader) for reader in [*readers, authors[0]]]

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(acts=ACTS)
    def the_same(acts):
        Block.objects.all().delete()
        room = make_room()

        async def story():
            listeners = [Listener(client, room) for client in clients]
            for number, act in enumerate(acts):
                await asyncio.to_thread(do, act, room, authors, readers[0], number)
            await asyncio.sleep(0.3)
            head = await asyncio.to_thread(log.head_of, room)
            for listener in listeners:
                await listener.until(head)
            for listener in listeners:
                await listener.close()
            return [listener.last for listener in listeners]

        by_socket = asyncio.run(story())
        for heard, client in zip(by_socket, clients, strict=True):
            asked, _answer = caught_up(client, room)
            assert heard == asked
            assert {key: html.strip() for key, html in asked.items()} == on_page(client, room)

    the_same()
