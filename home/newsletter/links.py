"""Addresses that stand in mails. They need no sign-in: who can read the mail may use them."""

import hashlib
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from home.sealing.cipher import Tampered, seal, unseal

CONTEXT = "home.newsletter.links"


def new_token():
    """Return a fresh confirmation token (256 bits) and the hash that is stored in its place."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


def key_of(address):
    """Return the key that lets the reader of an address's mail leave or change the subscription.

    It is the address itself, sealed: so nothing needs to be kept about people who left, and each
    mail ever sent still works.
    """
    return seal(address, context=CONTEXT).replace("|", ".")


def address_of(key):
    """Return the address that a key stands for, or None for a key that we did not make."""
    try:
        return unseal(key.replace(".", "|"), context=CONTEXT)
    except Tampered:
        return None


def absolute(name, value, language):
    """Return the whole address of a newsletter page, in the reader's language."""
    with override(language):
        return settings.WAGTAILADMIN_BASE_URL + reverse(f"newsletter:{name}", args=[value])
