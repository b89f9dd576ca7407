"""The security headers of every kind of address, in one place.

`SecurityHeadersMiddleware` puts them on everything that Django answers; the transport layer
puts them on what it refuses before Django.
"""

import base64
import hashlib
import re
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError

from network.policy import may_enter_cms

NOT_PUBLIC = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, noarchive, nosnippet",
}

SITE, ACCOUNT, FACTOR, FILE, ROOM = "site", "account", "factor", "file", "room"
CMS, EDITOR, FOCUS = "cms", "editor", "focus"
_CMS_KINDS = {CMS, EDITOR, FOCUS}

_KINDS = (
    (re.compile(r"/cms/(pages|snippets|settings)/.*\b(add|edit)/|/cms/settings/"), EDITOR),
    (re.compile(r"/cms/images/\d+/"), FOCUS),
    (re.compile(r"/cms/"), CMS),
    (re.compile(r"/(media|documents|static)/"), FILE),
    (re.compile(r"(/[^/]+)?/network/discussions/[^/]+/"), ROOM),
    # Where security keys are added and shown.
    (re.compile(r"(/[^/]+)?/account/2fa/(authenticate|keys)/"), FACTOR),
    (re.compile(r"(/[^/]+)?/account/"), ACCOUNT),
)

_STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
_FILE = {
    "default-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}

_OFF = [
    "accelerometer",
    "attribution-reporting",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "web-share",
    "xr-spatial-tracking",
]
_KEYS = ("publickey-credentials-create", "publickey-credentials-get")


def kind_of(path):
    """Return which of the kinds above an address belongs to."""
    return next((kind for pattern, kind in _KINDS if pattern.match(path)), SITE)


def content_security_policy(kind, *, staff, secure):
    """Return the policy of one kind of address; `staff` may see Wagtail's bar on public pages."""
    policy = dict(_FILE if kind == FILE else _STRICT)
    if kind != FILE:
        policy["connect-src"] = " ".join(["'self'", *_socket_addresses()])
    if kind in _CMS_KINDS or (staff and kind == SITE):
        policy |= _WAGTAIL | _ONLY_IN_CMS.get(kind, {})
        del policy["require-trusted-types-for"], policy["trusted-types"]
    if kind == ROOM:
        # The one script that parses markup, which our own server drew: static/js/room.js.
        policy["trusted-types"] = "message"
    if secure:
        policy["upgrade-insecure-requests"] = ""
    return "; ".join(f"{name} {value}".rstrip() for name, value in policy.items())


def allowing(policy, *, scripts, styles):
    """Return `policy` (text) that lets exactly these inline texts (bytes) pass as well.

    None when the policy does not say `'self'` of both: one that is narrower stays what it is.
    """
    directives = policy.split("; ")
    for name, texts in (("script-src", scripts), ("style-src", styles)):
        own = f"{name} 'self'"
        if own not in directives:
            return None
        directives[directives.index(own)] = " ".join([own, *map(_hash_source, texts)])
    return "; ".join(directives)


def _hash_source(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'"


# docs/decisions/admin-csp.md says which of these was measured to be needed, and why.
_WAGTAIL = {
    "img-src": "'self' data: blob:",
    "frame-src": "'self'",
}
_ONLY_IN_CMS = {
    CMS: {"frame-ancestors": "'self'"},
    # Draftail writes a <style> whose text differs each time; scripts and style="" stay strict.
    EDITOR: {"frame-ancestors": "'self'", "style-src-elem": "'self' 'unsafe-inline'"},
    # The focus picker asks for touch by setting this one handler: "return;", nothing else.
    FOCUS: {
        "frame-ancestors": "'self'",
        "script-src-attr": "'unsafe-hashes' 'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='",
    },
}


def _socket_addresses():
    # Old Safari does not count ws:// of the same host as 'self'.
    return ["ws" + origin.removeprefix("http") for origin in settings.SOCKET_ORIGINS]


@lru_cache(maxsize=64)
def _for_kind(kind, *, staff, secure):
    keys = "(self)" if kind == FACTOR else "()"
    headers = {
        "Content-Security-Policy": content_security_policy(kind, staff=staff, secure=secure),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(
            [f"{feature}=()" for feature in _OFF] + [f"{feature}={keys}" for feature in _KEYS]
        ),
        # "no-referrer" would send `Origin: null` and break every form.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN" if kind in _CMS_KINDS else "DENY",
    }
    if secure and settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = (
            f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
        )
    return headers


def security_headers(path, *, staff=False, secure=False, public=False):
    """Return all headers for an answer at `path`: what is not known to be public is private."""
    headers = _for_kind(kind_of(path), staff=staff, secure=secure)
    return headers if public else headers | NOT_PUBLIC


class SecurityHeadersMiddleware:
    """Stands outermost: pages, errors, redirects and static files all pass through it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        public = "public" in response.get("Cache-Control", "")
        headers = security_headers(
            request.path_info,
            staff=may_see_user_bar(request),
            secure=request.is_secure(),
            public=public,
        )
        for name, value in headers.items():
            # A file's own policy (a sandbox) is narrower than that of its kind of address.
            if name != "Content-Security-Policy" or name not in response.headers:
                response.headers[name] = value
        if not public:
            del response.headers["Expires"]
        return response


def may_see_user_bar(request):
    """Tell whether a signed-in member of staff asks; strangers cost no query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return False
    try:
        return may_enter_cms(request.user)
    except DatabaseError:
        # Leaving and the error pages work while the database is away, under the strict policy.
        return False
