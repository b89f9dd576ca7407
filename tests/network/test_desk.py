"""What waits for officers is shown to officers."""

import pytest

from network.members import desk
from network.members.chapters import Office
from network.members.models import User
from tests.people import make_account

pytestmark = pytest.mark.django_db


def waits(officer):
    return [("Something waits.", "/network/")]


def test_what_waits_is_told_to_officers_and_to_nobody_else(monkeypatch):
    monkeypatch.setattr(desk, "_SOURCES", [])
    desk.waiting(waits)
    officer, member = make_account("lead"), make_account("member")
    Office.objects.create(member=officer, kind="safeguarding")
    assert desk.waiting_for(User.objects.get(pk=officer.pk)) == [("Something waits.", "/network/")]
    assert desk.waiting_for(member) == []
