"""The demo shows a request on its way and an open invitation; loading twice changes nothing."""

import pytest

from network.demo.load import load
from network.joining.models import Invitation, JoinRequest, Opinion
from tests.network.joining.joining import signed_in

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_request_with_one_word_and_an_open_invitation():
    load()
    people = load()
    request = JoinRequest.objects.get()
    assert request.member == people["applicant"]
    assert request.chapter.name == "Kenya chapter"
    assert "CANARY-applicant-note" in request.sealed_note
    assert Opinion.objects.get().officer == people["coordinator"]
    assert Invitation.objects.open().get().inviter == people["member-ghana"]
    page = signed_in(people["moderator"]).get(f"/network/requests/{request.public_id}/")
    assert b"CANARY-applicant-note" in page.content
