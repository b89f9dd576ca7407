"""Handles that the site proposes: drawn at random, signed, so that nobody chooses one that tells."""

import secrets
from datetime import timedelta

from django.core import signing

from network.joining.words import FIRST, SECOND

SALT = "network.joining.handles"
CHOICES = 3
# As long as a form may lie open in a tab (home.safety.guarded).
LIFE = timedelta(days=7)


def draw():
    """Return a new handle of more than 40 random bits, such as quiet-river-4821-0953."""
    words = f"{secrets.choice(FIRST)}-{secrets.choice(SECOND)}"
    return f"{words}-{secrets.randbelow(10_000):04}-{secrets.randbelow(10_000):04}"


def propose():
    """Return three handles, each as the signed text that a form sends back."""
    return [_signer().sign(draw()) for _ in range(CHOICES)]


def read(signed):
    """Return the handle of a signed text that we proposed in the last days, or None."""
    try:
        return _signer().unsign(signed, max_age=LIFE)
    except signing.BadSignature:
        return None


def suggest_pseudonym():
    """Return two words for somebody to be called by; they have nothing to do with a handle."""
    return f"{secrets.choice(FIRST)} {secrets.choice(SECOND)}".title()


def _signer():
    return signing.TimestampSigner(salt=SALT)
