"""How much may be sent to which address; more is answered 413 before anything is worked on."""

import re

from portal.transport.refusals import send_refusal

KIB = 1024
MIB = 1024 * KIB

DEFAULT_LIMIT = 1 * MIB
# First match wins; a language prefix is taken off before.
LIMITS = (
    ("/cms/", 12 * MIB),  # pictures and documents
    ("/leave/", 4 * KIB),
    ("/csp/", 16 * KIB),
)

_language = re.compile(r"/[a-z]{2,3}(-[a-z]+)?(?=/)")


def limit_for(path):
    """Return how many bytes of body an address takes."""
    bare = path if path.startswith("/cms/") else _language.sub("", path, count=1)
    for candidate in (path, bare):
        for prefix, limit in LIMITS:
            if candidate.startswith(prefix):
                return limit
    return DEFAULT_LIMIT


def announced_length(scope):
    """Return the Content-Length in bytes; None when there is none or it is not a number."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else None
    return None


class BodyTooLargeError(Exception):
    """More came than the address takes."""


class BodyLimit:
    """Refuses by Content-Length before reading, and while reading where no length is announced."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        limit = limit_for(scope["path"])
        if (announced_length(scope) or 0) > limit:
            await send_refusal(413, scope, send)
            return
        left = limit
        started = False

        async def counted_receive():
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise BodyTooLargeError
            return message

        async def noted_send(message):
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, counted_receive, noted_send)
        except BodyTooLargeError:
            if started:
                raise
            await send_refusal(413, scope, send)
