"""The keys that seal: read from the setting FIELD_KEYS, in one place."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
# "own" is taken: it marks what no key of this list opens (cipher.OWN).
KEY_ID = re.compile(r"(?!own\Z)[A-Za-z0-9_-]{1,16}\Z")
MAKE_ONE = "Make one with: openssl rand -base64 32"
# Text on purpose: refuse_unsafe_keys() turns away every key that is text.
DEVELOPMENT_KEYS = "dev-only:" + base64.b64encode(b"FOR DEVELOPMENT ONLY, NO SECRETS").decode()


@dataclass(frozen=True)
class Keyring:
    """The sealing keys by their id; the first one writes, all of them read."""

    first: str
    ciphers: dict[str, AESGCM] = field(repr=False)
    keys: dict[str, bytes] = field(repr=False)


@lru_cache(maxsize=8)
def parse_keys(text):
    """Return the Keyring for `kid:base64,kid:base64`, or raise ImproperlyConfigured with a sentence."""
    keys = {}
    for number, entry in enumerate(filter(None, map(str.strip, text.split(","))), start=1):
        kid, key = _parse_entry(entry, number)
        if kid in keys:
            raise ImproperlyConfigured(f"FIELD_KEYS names the key '{kid}' twice. Rename one.")
        if key in keys.values():
            raise ImproperlyConfigured(f"FIELD_KEYS: key '{kid}' repeats another key. {MAKE_ONE}")
        keys[kid] = key
    if not keys:
        raise ImproperlyConfigured(f"FIELD_KEYS is empty. Set it to 'name:key'. {MAKE_ONE}")
    return Keyring(next(iter(keys)), {kid: AESGCM(key) for kid, key in keys.items()}, keys)


def refuse_unsafe_keys(text, *, secret_key):
    """Raise ImproperlyConfigured when the keys in `text` are not fit for a real site."""
    for kid, key in parse_keys(text).keys.items():
        if all(byte < 128 for byte in key):  # by chance once in 2**32 random keys
            raise ImproperlyConfigured(
                f"FIELD_KEYS: key '{kid}' is text (a development key?), not random. {MAKE_ONE}"
            )
        if _is_hidden_in(secret_key, key):
            raise ImproperlyConfigured(
                f"FIELD_KEYS: key '{kid}' is the SECRET_KEY again. {MAKE_ONE}"
            )


def _parse_entry(entry, number):
    kid, colon, encoded = entry.partition(":")
    if not colon or not KEY_ID.match(kid):
        # The entry itself is never shown: it may be a bare key.
        raise ImproperlyConfigured(
            f"FIELD_KEYS: entry {number} must look like 'name:key', the name of up to 16 letters, "
            "digits, hyphens or underscores."
        )
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise ImproperlyConfigured(f"FIELD_KEYS: key '{kid}' is not base64. {MAKE_ONE}") from None
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(
            f"FIELD_KEYS: key '{kid}' has {len(key)} bytes instead of {KEY_BYTES}. {MAKE_ONE}"
        )
    return kid, key


def _is_hidden_in(secret_key, key):
    secret = secret_key.encode() if isinstance(secret_key, str) else secret_key
    return any(form in secret for form in (key, base64.b64encode(key), key.hex().encode()))
