"""Who is on the way out: `former` closed the account yesterday."""

from datetime import timedelta

from network import matrix
from network.members.models import today
from network.privacy import actions


def load(people):
    """Close the account of `former`, as of yesterday; repeating it begins the days anew."""
    former = people["former"]
    if not former.is_leaving:
        actions.close(by=former)
    former.closing_on = today() + timedelta(days=matrix.days("closed_accounts") - 1)
    former.save(update_fields=["closing_on"])
