"""Answers given before Django: short, human, with the way out and with all headers."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _

from portal.headers import security_headers


def sentences(status):
    """Return a title and what to do about it."""
    match status:
        case 413:
            return _("That was too much at once"), _(
                "What you sent is larger than this page can take. Nothing was saved. "
                "Go back, make the text shorter or choose a smaller file, and send it again."
            )
        case 503:
            return _("This takes too long"), _("The site is busy. Wait a minute, then try again.")
        case 500:
            return _("Something went wrong on our side"), _(
                "It is not your fault. Wait a minute, then try again."
            )
        case _other:
            return _("We could not read that request"), _(
                "Check the address for mistakes, or start again from the home page."
            )


@lru_cache(maxsize=64)
def _body(status, language):
    with translation.override(language):
        title, remedy = sentences(status)
        return render_to_string("refusal.html", {"title": title, "remedy": remedy}).encode()


def refusal(status, path, *, secure=False):
    """Return (headers as byte pairs, body) of a refusal for an address."""
    body = _body(status, get_language_from_path(path) or "en")
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        **security_headers(path, secure=secure),
    }
    if status == 503:
        headers["Retry-After"] = "60"
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()], body


async def send_refusal(status, scope, send):
    """Answer an ASGI request with a refusal."""
    headers, body = refusal(status, scope["path"], secure=scope.get("scheme") == "https")
    headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
