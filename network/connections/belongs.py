"""What knowing others, and staying apart from them, adds to a member's copy: nobody's name."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.connections.blocking import remember_gone
from network.connections.models import Avoided, Block, Connection
from network.members.belongings import Fate, before_erasure, belongs, left_out


@belongs(Connection, "asker", title=gettext_lazy("Connections that you asked for"))
def asked_connection(row):
    # A no is never told: it looks like no answer yet.
    accepted = row.state == Connection.State.ACCEPTED
    shown = Connection.State.ACCEPTED if accepted else Connection.State.ASKED
    return {_("With"): _("a member"), _("Asked on"): row.asked_on, _("State"): shown.label}


@belongs(Connection, "asked", title=gettext_lazy("Connections that others asked you for"))
def received_connection(row):
    return {
        _("With"): _("a member"),
        _("Asked on"): row.asked_on,
        _("State"): row.get_state_display(),
    }


@belongs(Block, "by", title=gettext_lazy("Members whom you blocked"))
def block(row):
    return {_("Whom"): _("a member"), _("Because of your list"): row.entry_id is not None}


@belongs(Avoided, title=gettext_lazy("Your list of people who must not find you"))
def avoided(row):
    return {_("Entry"): row.sealed_text, _("Added on"): row.added_on}


SAME_ROW = "The same row, in the order that makes a pair one."

left_out(Connection, "lower", because=SAME_ROW)
left_out(Connection, "higher", because=SAME_ROW)
left_out(Block, "other", because="Who blocked her is that person's secret.", fate=Fate.CLEARED)

before_erasure(remember_gone)
