"""A room's numbers: no gap, nothing missed by who asks again and again, in the order of the commits."""

import random
import threading
import time
import uuid

import pytest
from django.db import connection, transaction

from network.discussions import actions, arranging, limits, log
from network.discussions.models import Event, RoomHead
from tests.network.discussions.making import make_member, make_room, post

WRITERS, ACTS = 8, 15


class Stumble(Exception):  # noqa: N818 - on purpose
    """The act ends after it took its number, before it is committed."""


@pytest.fixture
def hurry(committed, monkeypatch):
    """Nobody waits between two messages."""
    monkeypatch.setattr(limits, "BURST", 10**6)
    monkeypatch.setattr(limits, "LIMITS", dict.fromkeys(limits.LIMITS, (10**6, 60)))


@pytest.fixture
def stumbling(hurry, monkeypatch):
    """Each act lingers between its number and its commit, and one in five is rolled back there."""
    real = log.doorbell.ring_room

    def ring(room_id, seq):
        time.sleep(random.random() * 0.02)
        if random.random() < 0.2:
            raise Stumble
        real(room_id, seq)

    monkeypatch.setattr(log.doorbell, "ring_room", ring)


class Crowd:
    """Writers who do what members do, all at once, and a reader who asks for what is new."""

    def __init__(self, room, members, moderator):
        self.room, self.members, self.moderator = room, members, moderator
        self.done, self.polled, self.faults, self.stumbles = [], [], [], 0
        self.over = threading.Event()

    def run(self):
        reader = threading.Thread(target=self._guarded, args=[self._read])
        writers = [
            threading.Thread(target=self._guarded, args=[self._write, member])
            for member in self.members
        ]
        for thread in [reader, *writers]:
            thread.start()
        for writer in writers:
            writer.join()
        self.over.set()
        reader.join()
        assert self.faults == []
        self.stored = list(
            Event.objects.filter(room=self.room).order_by("seq").values_list("seq", flat=True)
        )
        return self

    def _guarded(self, work, *arguments):
        try:
            work(*arguments)
        except Exception as fault:
            self.faults.append(repr(fault))
        finally:
            connection.close()

    def _read(self):
        last = 0
        while True:
            is_last_look = self.over.is_set()
            for entry in log.rows(self.room, since=last, limit=1000):
                self.polled.append(entry.seq)
                last = entry.seq
            connection.close()
            if is_last_look:
                return
            time.sleep(0.002)

    def _write(self, member):
        mine = []
        for _ in range(ACTS):
            begun = time.monotonic()
            try:
                seq = self._act(member, mine)
            except Stumble:
                self.stumbles += 1
            else:
                self.done.append((begun, time.monotonic(), seq))
            # Back to the pool, as after each request.
            connection.close()

    def _act(self, member, mine):
        what = random.choice(["post", "post", "answer", "edit", "rules"])
        if what == "edit" and mine:
            message = mine[-1]
            changed, seq = actions.edit(by=member, message=message, rev=message.rev, body="Changed")
            mine[-1] = changed
            return seq
        if what == "rules":
            return arranging.change(by=self.moderator, room=self.room, about="A quiet place")[1]
        parent = random.choice(self.parents) if what == "answer" else None
        message, seq, _doubled = actions.post(
            by=member,
            room=self.room,
            client_id=uuid.uuid4(),
            body="A word",
            reply_to=parent.public_id if parent else None,
        )
        mine.append(message)
        return seq


def prove(crowd):
    """The promises of a room's log, as assertions."""
    missed = set(crowd.stored) - set(crowd.polled)
    assert not missed, f"missed by the reader: {sorted(missed)}"
    assert crowd.polled == crowd.stored, "read in another order"
    assert crowd.stored == list(range(1, len(crowd.stored) + 1)), "a gap"
    seqs = [seq for _begun, _ended, seq in crowd.done]
    assert len(set(seqs)) == len(seqs), "a number given twice"
    assert set(seqs) <= set(crowd.stored), "acknowledged and not stored"
    # Whatever began after another had been acknowledged stands after it.
    latest = 0
    marks = sorted(
        [(ended, 1, seq) for _begun, ended, seq in crowd.done]
        + [(begun, 0, seq) for begun, _ended, seq in crowd.done]
    )
    for _at, is_end, seq in marks:
        if is_end:
            latest = max(latest, seq)
        else:
            assert seq > latest, "not in the order of the commits"


def gather():
    room = make_room()
    members = [make_member(f"writer-{number}") for number in range(WRITERS)]
    moderator = make_member("mod", role=None, second_factor=True)
    from network.members.actions import appoint
    from network.members.models import User

    appoint(by=None, account=moderator, role="moderator")
    crowd = Crowd(room, members, User.objects.get(pk=moderator.pk))
    crowd.parents = [post(member, room) for member in members]
    return crowd


def test_eight_writers_who_stumble_leave_no_gap_and_a_reader_misses_nothing(hurry, request):
    crowd = gather()
    request.getfixturevalue("stumbling")
    crowd.run()
    prove(crowd)
    assert crowd.stumbles > 0
    assert len(crowd.stored) == WRITERS + len(crowd.done)
    assert RoomHead.objects.get(room=crowd.room).last_seq == len(crowd.stored)


@pytest.mark.services
def test_the_proof_finds_rows_that_automatic_ids_would_miss(hurry, request, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: its automatic ids are in order.")
    crowd = gather()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SEQUENCE automatic START {WRITERS + 1}")

    def automatic_id(_room):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('automatic')")
            return cursor.fetchone()[0]

    monkeypatch.setattr(log, "next_seq", automatic_id)
    request.getfixturevalue("stumbling")
    crowd.run()
    with pytest.raises(AssertionError, match="missed by the reader"):
        prove(crowd)


@pytest.mark.parametrize("act", ["edit", "rules"])
def test_an_answer_and_a_change_at_the_same_moment_do_not_block_each_other(hurry, monkeypatch, act):
    """Who waits for the room's number must hold nothing that the one before her still needs."""
    crowd = gather()
    parent = crowd.parents[0]
    real, has_number = log.next_seq, threading.Event()

    def linger(room):
        seq = real(room)
        if threading.current_thread().name == "answer":
            has_number.set()
            time.sleep(0.7)
        return seq

    monkeypatch.setattr(log, "next_seq", linger)

    def answer():
        post(crowd.members[1], crowd.room, reply_to=parent.public_id)

    def change():
        has_number.wait(20)
        if act == "edit":
            actions.edit(by=crowd.members[0], message=parent, rev=1, body="Changed")
        else:
            arranging.change(by=crowd.moderator, room=crowd.room, about="Other rules")

    threads = [
        threading.Thread(target=crowd._guarded, args=[work], name=work.__name__)
        for work in (answer, change)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert crowd.faults == []
    assert log.head_of(crowd.room) == WRITERS + 2


def test_an_act_in_a_transaction_of_somebody_else_is_refused(committed):
    """Acknowledged means stored: what an outer transaction may still roll back is no promise."""
    room, member = make_room(), make_member("ada")
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        post(member, room)
