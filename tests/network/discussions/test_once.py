"""The same message sent many times at once, to two processes, is one message."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.network.discussions import live
from tests.network.discussions.live import Person


def test_twenty_parallel_repeats_on_two_processes_are_one_message(fresh_database, tmp_path):
    with live.running(fresh_database, tmp_path, processes=2) as (facts, servers):
        at = [Person(facts, 0, server) for server in servers]
        tokens = [person.token() for person in at]
        same = uuid.uuid4()
        with ThreadPoolExecutor(20) as pool:
            sent = [
                pool.submit(at[n % 2].post, "Once and no more", same, tokens[n % 2])
                for n in range(20)
            ]
            answers = [future.result() for future in sent]
        assert Counter(status for status, _answer in answers) == {201: 1, 200: 19}
        assert {answer["duplicate"] for status, answer in answers if status == 200} == {True}
        for _status, answer in answers:
            answer.pop("duplicate")
        for _status, answer in answers:
            assert answer == answers[0][1]
        for person in at:
            events = person.events()["events"]
            assert [(event["seq"], event["kind"]) for event in events] == [(1, "message.posted")]
