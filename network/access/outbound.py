"""Links from the members' space to other sites: sealed, so that our own address tells no topic."""

import base64
import binascii
from urllib.parse import urlsplit

from home.sealing.cipher import Tampered, seal, unseal

CONTEXT = "network.outbound"
SCHEMES = {"http", "https"}


def make_token(address):
    """Return the sealed `address` for a path; ValueError when it is no address of the web."""
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname or parts.username or parts.password:
        raise ValueError("Only an address that begins with https:// or http:// leads out.")
    sealed = seal(address, context=CONTEXT).encode()
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def open_token(token):
    """Return the address in a token that this site made, or raise Tampered."""
    try:
        padded = token + "=" * (-len(token) % 4)
        sealed = base64.urlsafe_b64decode(padded.encode()).decode()
    except (binascii.Error, ValueError):
        raise Tampered("This is no token.") from None
    return unseal(sealed, context=CONTEXT)
