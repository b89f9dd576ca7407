"""AES-256-GCM envelopes, `v1|key id|nonce|ciphertext`, each bound to the one place it was made for."""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from django.conf import settings

from .keys import parse_keys

VERSION = "v1"
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: random nonces, at most 2**32 sealings with one key


class Tampered(Exception):  # noqa: N818 - said of the text, not of the program
    """A sealed text cannot be opened: altered, moved from another place, or its key is missing."""


def seal(text, *, context):
    """Return `text` as an envelope that opens only for the same `context` (say where it will stand)."""
    keyring = parse_keys(settings.FIELD_KEYS)
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = keyring.ciphers[keyring.first].encrypt(nonce, text.encode(), context.encode())
    return _join(keyring.first, nonce, sealed)


def unseal(envelope, *, context):
    """Return the text in `envelope`, or raise Tampered; never anything in between."""
    kid, nonce, sealed = _split(envelope)
    cipher = parse_keys(settings.FIELD_KEYS).ciphers.get(kid)
    if cipher is None:
        raise Tampered("This was sealed with a key that FIELD_KEYS does not hold.")
    try:
        return cipher.decrypt(nonce, sealed, context.encode()).decode()
    except InvalidTag:
        raise Tampered("This was altered, or moved from another place.") from None


def reseal(envelope, *, context):
    """Return `envelope` if it opens and the first key wrote it, else the same text sealed anew."""
    text = unseal(envelope, context=context)
    first = parse_keys(settings.FIELD_KEYS).first
    return envelope if _split(envelope)[0] == first else seal(text, context=context)


def is_envelope(text):
    """Tell whether `text` has the form of an envelope (not whether it opens)."""
    try:
        _split(text)
    except Tampered:
        return False
    return True


def _join(kid, nonce, sealed):
    return "|".join((VERSION, kid, _encode(nonce), _encode(sealed)))


def _split(envelope):
    try:
        _, kid, nonce, sealed = envelope.split("|")
        nonce, sealed = _decode(nonce), _decode(sealed)
    except (ValueError, binascii.Error):
        raise Tampered("This is not a sealed text.") from None
    # Base64 has several spellings of the same bytes; only the one we write is taken.
    if _join(kid, nonce, sealed) != envelope or len(nonce) != NONCE_BYTES:
        raise Tampered("This is not a sealed text.")
    return kid, nonce, sealed


def _encode(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
