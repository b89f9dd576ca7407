"""Every place that could show something of a member to somebody: the matrix test reads them all.

A slice that shows people in a new place (a mail, an export, a socket) adds a Surface to SURFACES.
"""

from collections.abc import Callable
from dataclasses import dataclass

from home.weave import weave_file
from tests.network.profiles.cast import MARKERS, SEED

PAGE = {
    "pseudonym", "country", "chapter", "languages", "pronouns", "bio", "experience", "skills",
    "avatar", "photo",
}  # fmt: skip
LIST = {"pseudonym", "country", "languages", "pronouns", "avatar"}


@dataclass(frozen=True)
class Surface:
    """`read(cast, audience)` returns what somebody of that audience gets, as text.

    `shows` names the fields that must be there for whoever may see them; all others must not.
    `only_listed`: shows nobody who is not in the viewer's directory. `not_for`: audiences for which
    this place does not exist.
    """

    name: str
    read: Callable
    shows: frozenset
    only_listed: bool = False
    not_for: frozenset = frozenset()


def page(cast, audience):
    client = cast.client(audience)
    path = f"/network/members/{cast.subject.public_id}/"
    return client.get(path, follow=audience == "self").content.decode()


def view_as(cast, audience):
    return cast.client("self").get(f"/network/me/as/{audience}/").content.decode()


def directory(cast, audience):
    return _results(cast.client(audience).get("/network/members/").content.decode())


def found_by(field, asked):
    """A search for what the member wrote into `field`: finds her only if that field is open too."""

    def read(cast, audience):
        client = cast.client(audience)
        return _results(client.post("/network/members/", asked).content.decode())

    return read


def _results(html):
    # Not the form, in which stands what was typed.
    return html.partition('<ul class="people">')[2].partition("</ul>")[0]


def avatar(cast, audience):
    path = f"/network/members/{cast.subject.public_id}/avatar.svg"
    response = cast.client(audience).get(path)
    drawn = weave_file(SEED, width=128, height=128).encode()
    return MARKERS["avatar"] if response.content == drawn else ""


def photo(cast, audience):
    path = f"/network/members/{cast.subject.public_id}/photo/"
    response = cast.client(audience).get(path)
    return "/photo/" if response.status_code == 200 else ""


STRANGE = frozenset({"edit", "su", "pub"})
SURFACES = [
    Surface("profile", page, frozenset(PAGE)),
    Surface("view as", view_as, frozenset(PAGE), not_for=STRANGE | {"self"}),
    Surface("directory", directory, frozenset(LIST), only_listed=True, not_for=frozenset({"self"})),
    Surface("pattern", avatar, frozenset({"avatar"})),
    Surface("photo", photo, frozenset({"photo"})),
]
# Field looked for, what is asked, and the same promises as of a list.
SEARCHES = {
    "pseudonym": {"name": "MARKER"},
    "country": {"country": "KI"},
    "languages": {"language": "kek"},
    "skills": {"offer": "marker"},
}
