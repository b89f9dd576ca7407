"""By which texts a member is known: handle and e-mail address here, other slices add theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from home.sealing.indexes import normalise_email
from network.members.models import User


@dataclass(frozen=True)
class Way:
    """`find(text)` returns a queryset of primary keys of members, `texts(member)` the way back."""

    find: Callable[[str], Iterable[int]]
    texts: Callable[[User], Iterable[str]]


_WAYS = []


def register(*, find, texts):
    """
    Add a way in which members are known, for lists of people who must not find somebody.

    `find(text)` takes what a member typed and returns the primary keys of all accounts that it names,
    as a queryset of one query; `texts(member)` returns the texts that name this account.
    """
    way = Way(find, texts)
    if way not in _WAYS:
        _WAYS.append(way)
    return way


def find(text):
    """Return the set of primary keys of all accounts that a text names; one query for each way."""
    return {pk for way in _WAYS for pk in way.find(text)}


def texts_of(member):
    """Return all texts that name an account, without empty ones."""
    return {text for way in _WAYS for text in way.texts(member) if text}


register(
    find=lambda text: User.objects.filter(handle=normalise_email(text)).values_list(
        "pk", flat=True
    ),
    texts=lambda member: [member.handle],
)
register(
    find=lambda text: User.objects.filter(email_index=text).values_list("pk", flat=True),
    texts=lambda member: [member.sealed_email],
)
