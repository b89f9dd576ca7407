"""What each demo person can open: the members' space, the public site, the CMS, programs' addresses."""

import re

from network import policy
from network.demo.people import PEOPLE
from network.demo.rooms import ROOMS
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
# Who may be in which demo room: said here, not asked of the code that is tested.
MEMBERS = {handle for handle, person in PEOPLE.items() if person.standing == "member"} - {"former"}
IN_ROOM = {
    "Leadership Council": {"council", "moderator"},
    "Kenya chapter": {"member", "coordinator"},
    "Ghana chapter": {"member-open", "member-ghana"},
    "All members": MEMBERS,
    "Newcomers": MEMBERS,
}
# Letters begin with words that no other page says.
LETTERS = {
    text.partition("\n")[0].lstrip("> ")[:24]: name
    for name, _kind, _about, letters in ROOMS
    for _handle, _notes, text in letters
}
# How many pages of each kind of public address a signed-in person opens; strangers open all.
FEW = 1


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
    # An id that nobody has leads to the page that says so, for everybody the same.
    members = [address for label, address in members_addresses() if "<nobody's>" not in label]
    if visitor.handle == STRANGER:
        return members + public_addresses()
    route = members + few(public_addresses())
    if policy.may_enter_cms(visitor.account):
        route += [f"/{address}" for address in cms_addresses() if "<" not in address]
    return [address for address in route if not re.search(r"[<(\\^]", address)]


def marks(text):
    """Return {(handle, field)} of all canaries in a text; the field is "" where it is not said."""
    return {(handle.lower(), (tail or "").lower()) for handle, tail in MARK.findall(text)}


def overheard(visitor, text):
    """Return the beginnings of letters in rooms that are not for this person."""
    return {
        beginning
        for beginning, name in LETTERS.items()
        if beginning in text and visitor.handle not in IN_ROOM[name]
    }


def meets_in_a_room(visitor, handle):
    """Whoever writes in a room does so under the chosen name, and is told so where she writes."""
    return any(
        visitor.handle in IN_ROOM[name] and handle in {letter[0] for letter in letters}
        for name, _kind, _about, letters in ROOMS
    )


def allowed(visitor, handle, tail, owners):
    """Tell whether the matrix gives a canary to a person."""
    if visitor.handle == handle:
        return True
    if visitor.account is None or not policy.may_enter_network(visitor.account):
        return False
    owner = owners[handle]
    field = FIELDS.get(tail, tail.replace("-", "_"))
    if field == "pseudonym" and meets_in_a_room(visitor, handle):
        return True
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
