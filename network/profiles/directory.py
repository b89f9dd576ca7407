"""The directory: who wants to be found, twenty at a time, without numbers or a way to count."""

from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from network.members.models import today
from network.profiles import search
from network.profiles.models import Profile
from network.profiles.seen import SeenProfile, seen_by

AT_A_TIME = 20
LISTS_A_DAY = 40
# Asked for signs without letters: found by nobody, not by everybody.
NO_WORD = "skills:"
DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Listing:
    """Some people of a list, and the opaque word that asks for those after them (or None)."""

    people: list[SeenProfile]
    more: str | None


def find(viewer, wanted):
    """Return the profiles that the directory shows to `viewer` for a cleaned SearchForm."""
    found = Profile.objects.listed_for(viewer)
    for field, words in _asked(wanted):
        found = found.who_let_see(viewer, field)
        for word in words:
            found = found.with_word(word)
    return found


def _asked(wanted):
    """Yield (field of the matrix, its search words) for what was asked for."""
    if wanted.get("name"):
        yield "pseudonym", [search.name_word(wanted["name"])]
    if wanted.get("country"):
        yield "country", [search.country_word(wanted["country"])]
    if wanted.get("language"):
        yield "languages", [search.language_word(wanted["language"])]
    if wanted.get("offer"):
        yield "skills", search.skill_words(wanted["offer"]) or [NO_WORD]


def list_some(viewer, profiles, cursor=""):
    """Return the Listing of `profiles` after a cursor; BadSignature for one that is not hers.

    The order is that of random ids: it tells nothing, and stays the same from page to page.
    """
    if cursor:
        profiles = profiles.filter(public_id__gt=_signer(viewer).unsign(cursor))
    some = seen_by(viewer, list(profiles.whole().order_by("public_id")[: AT_A_TIME + 1]))
    people = some[:AT_A_TIME]
    more = _signer(viewer).sign(people[-1].public_id) if len(some) > AT_A_TIME else None
    return Listing(people, more)


def _signer(viewer):
    return signing.Signer(salt=f"network.profiles.directory.{viewer.pk}")


def may_list_more(viewer):
    """Count one more list of today and tell whether it is within LISTS_A_DAY."""
    name = salted_hmac("network.profiles.lists", f"{viewer.pk}|{today()}", algorithm="sha256")
    key = f"lists:{name.hexdigest()}"
    cache.add(key, 0, DAY)
    return cache.incr(key) <= LISTS_A_DAY
