"""Whom to believe about who asks: nobody, unless the peer is one of our own proxies."""

import ipaddress
from functools import lru_cache

_FORWARDED = frozenset({b"forwarded", b"x-real-ip", b"x-client-ip", b"true-client-ip", b"via"})


def is_forwarding(name):
    return name.startswith(b"x-forwarded") or name in _FORWARDED


def last_hop(headers, name):
    """Return what the nearest proxy wrote: the last value of the last header of that name."""
    values = [value for key, value in headers if key == name]
    return values[-1].rsplit(b",", 1)[-1].strip().decode("latin1") if values else ""


class TrustedProxies:
    """Takes X-Forwarded-* away from everybody and applies its last hop where the peer is ours.

    Django then sees plain facts: scheme, Host and REMOTE_ADDR of the person's own connection.
    The site always stands at the root: Daphne lets anybody name another place in a header, and
    every link of a page that is kept for the next visitors would begin with it.
    """

    def __init__(self, app, trusted):
        self.app = app
        self.unix = "unix" in trusted
        self.networks = [ipaddress.ip_network(item) for item in trusted if item != "unix"]
        self.trusts = lru_cache(maxsize=1024)(self._trusts)

    async def __call__(self, scope, receive, send):
        if scope.get("root_path"):
            scope = {**scope, "root_path": ""}
        for name, _value in scope["headers"]:
            if is_forwarding(name):
                scope = self.rewritten(scope)
                break
        await self.app(scope, receive, send)

    def _trusts(self, peer):
        if peer is None:
            return self.unix
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self.networks)

    def rewritten(self, scope):
        """Return the scope without forwarding headers, corrected where a trusted peer sent them."""
        headers = scope["headers"]
        kept = [(name, value) for name, value in headers if not is_forwarding(name)]
        scope = {**scope, "headers": kept}
        client = scope.get("client")
        if not self.trusts(client[0] if client else None):
            return scope
        if scheme := self.scheme(scope["type"], last_hop(headers, b"x-forwarded-proto")):
            scope["scheme"] = scheme
        if host := last_hop(headers, b"x-forwarded-host"):
            scope["headers"] = [(name, value) for name, value in kept if name != b"host"]
            scope["headers"].append((b"host", host.encode("latin1")))
        try:
            address = ipaddress.ip_address(last_hop(headers, b"x-forwarded-for"))
        except ValueError:
            return scope
        scope["client"] = [str(address), 0]
        return scope

    @staticmethod
    def scheme(kind, value):
        plain, safe = ("ws", "wss") if kind == "websocket" else ("http", "https")
        return {"http": plain, "ws": plain, "https": safe, "wss": safe}.get(value.lower())
