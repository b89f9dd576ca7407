"""How the demo people can be reached, whom they know, whom they keep away from."""

from datetime import timedelta

from network.connections import actions, blocking
from network.connections.models import Connection
from network.contact import looks
from network.contact.actions import save_card
from network.contact.models import ContactCard, Look
from network.members.models import today

RULES = {
    "channel": "signal",
    "days": ["tue", "sat"],
    "hours": "CANARY-member-hours: between 10 and 12",
    "code_word": "CANARY-member-code-word",
    "if_someone_else": "CANARY-member-if-someone-else: from the library",
    "note": "CANARY-member-safe-contact",
}


def load(people):
    """Make what is missing; may be repeated. `people` are the demo accounts by handle."""
    member = people["member"]
    if not ContactCard.objects.filter(member=member, sealed_rules__isnull=False).exists():
        save_card(
            by=member,
            phone="CANARY-member-phone",
            rules=RULES,
            mail_level=ContactCard.MailLevel.NONE,
            mail_language="en",
        )
    blocking.block(by=member, other=people["blocked"], label="CANARY-member-block")
    blocking.avoid(by=member, text="CANARY-member-avoided")
    _connect(people["member-ghana"], people["member-open"])
    actions.ask(by=people["council"], other=people["member-open"])
    if not Look.objects.filter(member=member).exists():
        _old_look(member)


def _connect(asker, asked):
    connection = actions.ask(by=asker, other=asked)
    if connection.state == Connection.State.ASKED:
        actions.accept(by=asked, connection=connection)


def _old_look(member):
    look = looks.write(
        member=member, role="coordinator", what=looks.CONTACT, outcome=Look.Outcome.REFUSED
    )
    look.on = today() - timedelta(days=20)
    look.save(update_fields=["on"])
