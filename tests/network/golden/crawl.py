"""What each demo person can open: the members' space, the public site, the CMS, programs' addresses."""

import re

from network import policy
from network.demo.people import PEOPLE
from network.joining.models import JoinRequest
from network.members.models import User
from network.profiles.models import Opening
from tests.home.public.site import VIEWS, addresses
from tests.network.cms_addresses import cms_addresses
from tests.network.golden.people import STRANGER, members_addresses

# `CANARY-member-open-bio` or canary-member@example.org; the longer handle is tried first.
HANDLES = "|".join(sorted(PEOPLE, key=len, reverse=True))
MARK = re.compile(rf"canary-({HANDLES})(?:-([a-z-]+[a-z]))?", re.IGNORECASE)
# Called so in the demo: the field of the matrix.
FIELDS = {
    "name": "pseudonym",
    "opinion": "join_note",
    "note": "join_note",
    "email": "email",
    "phone": "phone",
}
# How many pages of each kind of public address a signed-in person opens; strangers open all.
FEW = 2


def public_addresses():
    return [*addresses(), *VIEWS, "/api/v2/documents/", "/api/v2/images/", "/privacy/table/"]


def few(every):
    """Return some addresses of each kind: by the first part of the path."""
    kinds = {}
    for address in every:
        kinds.setdefault(address.strip("/").partition("/")[0], []).append(address)
    return [address for kind in kinds.values() for address in kind[:FEW]]


def route(visitor):
    """Return the addresses that a person opens, each once."""
    members = [address for _label, address in members_addresses()]
    if visitor.handle == STRANGER:
        return members + public_addresses()
    route = members + few(public_addresses())
    if policy.may_enter_cms(visitor.account):
        route += [f"/{address}" for address in cms_addresses() if "<" not in address]
    return [address for address in route if not re.search(r"[<(\\^]", address)]


def marks(text):
    """Return {(handle, field)} of all canaries in a text; the field is "" where it is not said."""
    return {(handle.lower(), (tail or "").lower()) for handle, tail in MARK.findall(text)}


def allowed(visitor, handle, tail, owners):
    """Tell whether the matrix gives a canary to a person."""
    if visitor.handle == handle:
        return True
    if visitor.account is None or not policy.may_enter_network(visitor.account):
        return False
    owner = owners[handle]
    field = FIELDS.get(tail, tail.replace("-", "_"))
    if JoinRequest.objects.for_office(visitor.account).filter(member=owner).exists():
        return field in {"pseudonym", "join_note"}
    known = User.objects.filter(policy.connected_to(visitor.account), pk=owner.pk)
    audiences = policy.audiences_for(visitor.account, owner, connected=known.exists())
    opened = set(
        Opening.objects.filter(profile__member=owner, field=field).values_list(
            "audience", flat=True
        )
    )
    try:
        return policy.may_see_field(field, audiences, opened)
    except KeyError:
        return False
