"""Who knocks with a socket: the same questions as the doors of the pages ask."""

import time
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth import get_user
from django.utils import translation

from network import policy
from network.access import lock, second_factor
from network.access.sessions import SessionStore, row_of
from network.discussions import limits, log
from network.discussions.models import Room
from network.discussions.refusals import Refused

SIGNED_OUT, NO_MEMBER, ABUSE = 4401, 4403, 4429


@dataclass(frozen=True)
class Visitor:
    """A member behind a socket, as of this moment."""

    member: object
    session_row: str
    reader: log.Reader

    def room(self, public_id):
        """Return the room of this id when she may enter it, else None."""
        return Room.objects.visible_to(self.member).filter(public_id=public_id).first()


def session_key_of(scope):
    """Return the session key in the cookie of a handshake, or an empty text."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                cookies = SimpleCookie(value.decode("latin1"))
            except CookieError:
                return ""
            if morsel := cookies.get(settings.SESSION_COOKIE_NAME):
                return morsel.value
    return ""


def language_of(scope):
    """Return the language in which this socket's events are drawn: that of the page it names."""
    wanted = scope["query_string"].decode("latin1").partition("language=")[2][:2]
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def enter(session_key, language):
    """Return a Visitor, or the code with which the socket is to be closed."""
    session = SessionStore(session_key)
    request = SimpleNamespace(session=session, META={})
    request.user = account = get_user(request)
    if not account.is_authenticated or is_over(session, account):
        return SIGNED_OUT
    if not policy.may_enter_network(account):
        return NO_MEMBER
    if policy.needs_second_factor(account) and not second_factor.is_proven(request):
        return SIGNED_OUT
    with translation.override(language):
        reader = log.reader_for(account, is_moderator=policy.moderates(account, None))
    return Visitor(account, row_of(session_key), reader)


def knock(session_key, language):
    """As `enter`, for a new socket: counted, so that a page that goes wrong cannot knock for ever."""
    found = enter(session_key, language)
    if isinstance(found, Visitor):
        try:
            limits.take(found.member, "handshakes")
        except Refused:
            return ABUSE
    return found


def ask_for(visitor, public_id):
    """Return a room as `Visitor.room`, or raise Refused when she asks for rooms too often."""
    limits.take(visitor.member, "subscribes")
    return visitor.room(public_id)


def is_over(session, account):
    """Whether the clock of the session has run out, or it is locked."""
    if lock.is_locked(session):
        return True
    idle, absolute = lock.limits_of(account)
    now = time.time()
    return now - session.get("started", 0) >= absolute or now - session.get(lock.SEEN, 0) >= idle
