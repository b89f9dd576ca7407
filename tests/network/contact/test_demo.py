"""The demo shows two who are connected, one who is kept away, and what a member reads of looks."""

import pytest

from network.connections.models import Avoided, Block, Connection
from network.contact.models import ContactCard, Look
from network.demo import contact
from network.demo.people import load
from tests.network.officers import client_of

pytestmark = pytest.mark.django_db


def test_the_demo_can_be_loaded_again_and_shows_what_the_contract_says():
    for _ in range(2):
        people = load()
        contact.load(people)
    counts = [model.objects.count() for model in (Avoided, Connection, Look)]
    assert counts == [1, 2, 1]
    assert ContactCard.objects.get(sealed_phone__isnull=False).member == people["member"]
    assert Block.objects.get(entry=None).other == people["blocked"]
    client = client_of(people["member"])
    page = client.get("/network/contact/").content.decode()
    assert "CANARY-member-phone" in page
    assert "CANARY-member-safe-contact" in page
    assert "CANARY-member-block" in client.get("/network/blocks/").content.decode()
    assert "was refused" in client.get("/network/looks/").content.decode()
    ghana = client_of(people["member-ghana"]).get("/network/connections/").content.decode()
    assert "End the connection" in ghana
