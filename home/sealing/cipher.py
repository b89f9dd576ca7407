"""AES-256-GCM envelopes, `v1|key id|nonce|ciphertext`, each bound to the one place it was made for."""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from .keys import parse_keys

VERSION = "v1"
# The key id of what is sealed with a key of its own, which the caller keeps (a person's, say).
OWN = "own"
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: random nonces, at most 2**32 sealings with one key


class Tampered(Exception):  # noqa: N818 - said of the text, not of the program
    """A sealed text cannot be opened: altered, moved from another place, or its key is missing."""


def seal(text, *, context, own_key=None):
    """
    Return `text` as an envelope that opens only for the same `context` (say where it will stand).

    With `own_key` (32 bytes) that key seals instead of FIELD_KEYS: who destroys it destroys the text.
    """
    keyring = parse_keys(settings.FIELD_KEYS)
    kid = keyring.first if own_key is None else OWN
    cipher = keyring.ciphers[kid] if own_key is None else AESGCM(own_key)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return _join(kid, nonce, cipher.encrypt(nonce, text.encode(), context.encode()))


def unseal(envelope, *, context, own_key=None):
    """Return the text in `envelope`, or raise Tampered; never anything in between."""
    kid, nonce, sealed = _split(envelope)
    cipher = _cipher_of(kid, own_key)
    if cipher is None:
        raise Tampered("This was sealed with a key that is not at hand.")
    try:
        return cipher.decrypt(nonce, sealed, context.encode()).decode()
    except InvalidTag:
        raise Tampered("This was altered, or moved from another place.") from None


def reseal(envelope, *, context, own_key=None):
    """Return `envelope` if it opens and is sealed as `seal` would now, else the same text anew."""
    text = unseal(envelope, context=context, own_key=own_key)
    wanted = parse_keys(settings.FIELD_KEYS).first if own_key is None else OWN
    if _split(envelope)[0] == wanted:
        return envelope
    return seal(text, context=context, own_key=own_key)


def is_envelope(text):
    """Tell whether `text` has the form of an envelope (not whether it opens)."""
    try:
        _split(text)
    except Tampered:
        return False
    return True


def is_own(envelope):
    """Tell whether a key of its own sealed this."""
    return envelope.split("|", 2)[1:2] == [OWN]


def _cipher_of(kid, own_key):
    if kid == OWN:
        return AESGCM(own_key) if own_key else None
    return parse_keys(settings.FIELD_KEYS).ciphers.get(kid)


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
