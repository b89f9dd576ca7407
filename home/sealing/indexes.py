"""Blind indexes: exact search and uniqueness over sealed fields, without storing what is searched.

The index key is a random secret kept in the database, sealed with FIELD_KEYS. So it changes neither
when FIELD_KEYS gets a new first key nor when an old one leaves: at every moment of a rotation an
index value has one spelling, and a unique constraint means what it says. Without FIELD_KEYS a copy
of the database holds no usable index key.
"""

import hmac
import secrets
import unicodedata
import uuid
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import FieldError
from django.db import models, transaction

from .fields import SealedRow, SealedTextField

SECRET_BYTES = 32
LOOKUPS = {"exact", "in", "isnull"}


def normalise_email(text):
    """Return an e-mail address as it is compared: NFC, no outer spaces, no difference of case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).strip().casefold())


class IndexSecret(SealedRow):
    """The one secret that all index keys are derived from."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    secret = SealedTextField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="index_secret_is_alone")
        ]

    def __str__(self):
        return "index secret"


def ensure_secret():
    """Make the index secret where there is none; called after each migration."""
    IndexSecret.objects.get_or_create(pk=1, defaults={"secret": secrets.token_hex(SECRET_BYTES)})
    key_for.cache_clear()


def renew_secret():
    """Replace the index secret. Every index is wrong until all rows are indexed again."""
    with transaction.atomic():
        row = IndexSecret.objects.select_for_update().get(pk=1)
        row.secret = secrets.token_hex(SECRET_BYTES)
        row.save()
    key_for.cache_clear()


@lru_cache(maxsize=256)
def key_for(label):
    """Return the key (32 bytes) of one index, derived from the secret."""
    # Read once in the life of a process; only ever from a committed row (see ensure_secret).
    root = bytes.fromhex(IndexSecret.objects.get(pk=1).secret)
    info = b"blind index v1|" + label.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(root)


class BlindIndexField(models.UUIDField):
    """128 bits that stand for the normalised text of a sealed field of the same row.

    It is filled on each save. `filter(email_index="ada@example.org")` takes the plain text.
    No text and an empty text have no index (None), so that they never collide.
    """

    def __init__(self, follows, normalise, **kwargs):
        self.follows = follows
        self.normalise = normalise
        kwargs.update(null=True, blank=False, editable=False)
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("null", "editable"):
            del kwargs[fixed]
        return name, path, args, {**kwargs, "follows": self.follows, "normalise": self.normalise}

    def index_of(self, text):
        """Return the index value (a UUID of 128 bits of HMAC-SHA256) of `text`, or None for nothing."""
        if not text or not (text := self.normalise(text)):
            return None
        key = key_for(f"{self.model._meta.label_lower}.{self.name}")
        return uuid.UUID(bytes=hmac.digest(key, text.encode(), "sha256")[:16])

    def pre_save(self, instance, add):
        if self.follows in instance.__dict__:
            setattr(instance, self.attname, self.index_of(getattr(instance, self.follows)))
        return getattr(instance, self.attname)

    def clean(self, value, instance):
        """Fill the index before Django looks for duplicates."""
        return self.index_of(getattr(instance, self.follows))

    def get_prep_value(self, value):
        return self.index_of(value) if isinstance(value, str) else super().get_prep_value(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        if isinstance(value, str):
            value = self.index_of(value)
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name):
        if lookup_name in LOOKUPS:
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is a blind index: it only knows {sorted(LOOKUPS)}.")
