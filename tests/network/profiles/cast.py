"""One member and everybody who may or may not look at her, built once for many tests."""

from dataclasses import dataclass, field

from home.weave import weave
from network.connections.models import Block, Connection
from network.matrix import Audience
from network.members.chapters import Chapter
from network.profiles import actions
from network.profiles.models import Profile
from tests.people import Client, make_account

SEED = "MARKER-seed"
VALUES = {
    "pseudonym": "MARKER-pseudonym",
    "country": "KI",
    "languages": ["kek", "sw"],
    "pronouns": "MARKER-pronouns",
    "bio": "MARKER-bio",
    "experience": ["forced_marriage"],
    "skills": "MARKER-skills",
}
# What stands on a page where a field shows; each is found nowhere else on any page.
MARKERS = {
    "pseudonym": "MARKER-pseudonym",
    "country": "Kiribati",
    "chapter": "MARKER-chapter",
    "languages": "Q’eqchi’",
    "pronouns": "MARKER-pronouns",
    "bio": "MARKER-bio",
    "experience": "Forced marriage",
    "skills": "MARKER-skills",
    # Drawn from this seed and no other.
    "avatar": str(weave(SEED, width=64, height=64)),
    "photo": "/photo/",
}
# What belongs to an account and is never on a page for somebody else.
SEALED_AWAY = {"handle": "marker-handle", "email": "marker@example.org"}


def make_chapter(name="Chapter", **facts):
    return Chapter.objects.create(
        **{"name": name, "region": "africa", "visibility": "public"} | facts
    )


def make_profile(handle="quiet-river", *, opened=None, values=None, **fields):
    """Return the profile of a new approved member; `opened` is {field: audiences}."""
    member = make_account(handle, **fields)
    actions.write(by=member, **{"pseudonym": f"Name {handle}"} | (values or {}))
    if opened:
        actions.open_to(by=member, openings=opened)
    return Profile.objects.get(member=member)


def connect(one, other, state="accepted"):
    lower, higher = sorted([one, other], key=lambda member: member.pk)
    return Connection.objects.create(
        asker=one, asked=other, lower=lower, higher=higher, state=state
    )


def block(by, other):
    return Block.objects.create(by=by, other=other)


def client_of(account):
    client = Client()
    if account is not None:
        client.force_login(account)
    return client


@dataclass
class Cast:
    """The subject, and for each audience of the matrix somebody who stands in it and no nearer."""

    subject: Profile
    viewers: dict
    clients: dict = field(default_factory=dict)

    def client(self, audience):
        if audience not in self.clients:
            self.clients[audience] = client_of(self.viewers[audience])
        return self.clients[audience]


def make_cast():
    hers, other = make_chapter("MARKER-chapter"), make_chapter("Other chapter")
    subject = make_profile(
        "marker-handle", values=VALUES, chapter=hers, sealed_email="marker@example.org"
    )
    subject.avatar_seed = SEED
    subject.save()
    viewers = {
        Audience.SELF: subject.member,
        Audience.CONNECTIONS: make_account("connected", chapter=other),
        Audience.CHAPTER: make_account("neighbour", chapter=hers),
        Audience.MEMBERS: make_account("anybody", chapter=other),
        Audience.COUNCIL: make_account("councillor", role="council"),
        Audience.SAFE: make_account("guardian", role="safeguarding"),
        Audience.EDITORS: make_account("editor", role="story-editor"),
        Audience.ADMINISTRATOR: make_account("technician", role="administrator"),
        Audience.PUBLIC: None,
    }
    connect(viewers[Audience.CONNECTIONS], subject.member)
    return Cast(subject, viewers)
