"""An example for every parameter in an address of the members' space, from the demo people.

{address as in the urlconf: {name: function that returns the value, or a tuple of values}}. Choose
rows that show who may: one of `member`, who is closed, and one of `member-open`.
"""

from network.access.models import OpenSession, SecurityEvent
from network.access.outbound import make_token
from network.connections.models import Avoided, Block, Connection
from network.contact.models import Reveal
from network.discussions.models import Message, Room
from network.joining.models import JoinRequest
from network.members.chapters import Chapter
from network.members.models import User
from network.profiles.models import Alert, Profile


def nobodys():
    """An id that no row has: what is hidden must answer like this."""
    return "x" * 22


NOBODY = {"nobody's": nobodys}


def one(rows):
    """Return a function that finds the public id of the first such row, or nobody's."""
    return lambda: rows().values_list("public_id", flat=True).first() or nobodys()


def profile_of(handle):
    return one(lambda: Profile.objects.filter(member__handle=handle))


def chapter(name):
    return one(lambda: Chapter.objects.filter(name=name))


def room(name):
    return one(lambda: Room.objects.filter(name=name))


def message_in(name, *, by):
    """Return a function that finds the room's id and the id of a message of hers in it."""

    def find():
        found = Message.objects.filter(room__name=name, author__handle=by)
        return found.values_list("room__public_id", "public_id").first() or (nobodys(), nobodys())

    return find


CHAPTERS = {"Kenya": chapter("Kenya chapter"), "Ghana": chapter("Ghana chapter"), **NOBODY}
PROFILES = {
    "member's": profile_of("member"),
    "member-open's": profile_of("member-open"),
    "blocked's": profile_of("blocked"),
    "former's": profile_of("former"),
    "applicant's": profile_of("applicant"),
    **NOBODY,
}
CONNECTIONS = {
    "that council asked of member-open": one(
        lambda: Connection.objects.filter(asker__handle="council", asked__handle="member-open")
    ),
    **NOBODY,
}
REVEALS = {"of member": one(lambda: Reveal.objects.filter(member__handle="member")), **NOBODY}
ROOMS = {
    "All members": room("All members"),
    "Kenya's": room("Kenya chapter"),
    "the council's": room("Leadership Council"),
    **NOBODY,
}
MESSAGES = {
    "Kenya's, coordinator's": message_in("Kenya chapter", by="coordinator"),
    "Ghana's, member-open's": message_in("Ghana chapter", by="member-open"),
    "Kenya's, nobody's": lambda: (ROOMS["Kenya's"](), nobodys()),
}
SESSIONS = {
    "member's": one(lambda: OpenSession.objects.filter(member__handle="member")),
    **NOBODY,
}
EXAMPLES = {
    "account/2fa/keys/<str:public_id>/remove/": NOBODY,
    "account/events/<str:public_id>/seen/": {
        "member's": one(lambda: SecurityEvent.objects.filter(member__handle="member")),
        **NOBODY,
    },
    "account/sessions/<str:public_id>/end/": SESSIONS,
    "account/sessions/<str:public_id>/name/": SESSIONS,
    "network/alerts/<str:public_id>/seen/": {"an alert": one(Alert.objects.all), **NOBODY},
    "network/avoid/<slug:public_id>/remove/": {
        "member's": one(lambda: Avoided.objects.filter(member__handle="member")),
        **NOBODY,
    },
    "network/blocks/<slug:public_id>/remove/": {
        "member's": one(lambda: Block.objects.filter(by__handle="member", entry=None)),
        **NOBODY,
    },
    "network/chapters/<slug:public_id>/freeze/": CHAPTERS,
    "network/chapters/<str:public_id>/": CHAPTERS,
    "network/connections/<slug:public_id>/accept/": CONNECTIONS,
    "network/connections/<slug:public_id>/decline/": CONNECTIONS,
    "network/connections/<slug:public_id>/end/": CONNECTIONS,
    "network/connections/<slug:public_id>/withdraw/": CONNECTIONS,
    "network/discussions/<str:room>/": ROOMS,
    "network/discussions/<str:room>/digest/": ROOMS,
    "network/discussions/<str:room>/events/": ROOMS,
    "network/discussions/<str:room>/messages/": ROOMS,
    "network/discussions/<str:room>/rules/": ROOMS,
    **{
        f"network/discussions/<str:room>/messages/<str:message>/{act}": MESSAGES
        for act in ("", "approve/", "delete/", "edit/", "pin/")
    },
    "network/export/<slug:public_id>/": NOBODY,
    "network/me/as/<slug:audience>/": {
        "members": lambda: "mem",
        "council": lambda: "cncl",
        "nobody": lambda: "nobody",
    },
    "network/members/<str:public_id>/": PROFILES,
    "network/members/<str:public_id>/avatar.svg": PROFILES,
    "network/members/<str:public_id>/photo/": PROFILES,
    "network/out/<slug:token>/": {
        "a site": lambda: make_token("https://example.org/"),
        "forged": nobodys,
    },
    "network/requests/<slug:public_id>/": {
        "applicant's": one(lambda: JoinRequest.objects.filter(member__handle="applicant")),
        **NOBODY,
    },
    "network/reveals/<slug:public_id>/": REVEALS,
    "network/reveals/ask/<slug:public_id>/": {
        "member": one(lambda: User.objects.filter(handle="member")),
        "member-ghana": one(lambda: User.objects.filter(handle="member-ghana")),
        **NOBODY,
    },
}
