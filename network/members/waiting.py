"""What waits for a member: the slices above say it here, the first page shows it.

    @waits
    def answers(account):
        if …:
            yield Line(_("Somebody asks to be connected with you."), reverse("network:connections"))

Words only, the same for everybody whom they meet: no count, no name, and nobody's presence. Put the
function into the slice's `views.py`, which the addresses load; at most one query each.
"""

from typing import NamedTuple

_tellers = []


class Line(NamedTuple):
    """One sentence and the path to go on to, empty for none."""

    text: str
    path: str = ""


def waits(teller):
    """Register a function that takes an account and returns its Lines."""
    _tellers.append(teller)
    return teller


def lines_for(account):
    """Return everything that waits for this account, in the order in which the slices were loaded."""
    return [line for teller in _tellers for line in teller(account)]
