"""Model fields that hold ciphertext in the database and in memory, and open only when they are read."""

import json
import uuid

from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from .cipher import is_envelope, is_own, reseal, seal, unseal


class Sealed(str):
    """An envelope as it stands in the database."""

    __slots__ = ()

    def __repr__(self):
        return "<sealed>"


class FixtureSealed(Sealed):
    """An envelope that a fixture brought: on its way into the database, not opened before."""

    __slots__ = ()


class SealedAttribute(DeferredAttribute):
    """Seals on assignment and opens on reading, so that an instance never keeps the plain text."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if value is None or isinstance(value, FixtureSealed):
            return value
        return self.field.open(instance, value)

    def __set__(self, instance, value):
        if value is not None and not isinstance(value, Sealed):
            value = self.field.close(instance, value)
        instance.__dict__[self.field.attname] = value


class SealedField(models.Field):
    """A value sealed to its own column and row; its model needs a `row_key` (see SealedRow).

    Renaming the field or its model makes stored values unreadable: copy them in a data migration.
    Length is not hidden: whoever reads the database can tell a short text from a long one.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args, **kwargs):
        # A form would carry the opened text into templates and back unnoticed: forms name their own.
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, kwargs

    def get_internal_type(self):
        return "TextField"

    def context_of(self, instance):
        """Return what binds the ciphertext: `app.model.field|row key`."""
        return f"{self.model._meta.label_lower}.{self.name}|{instance.row_key}"

    def open(self, instance, sealed):
        own_key = instance.own_key() if is_own(sealed) else None
        return self.decode(unseal(sealed, context=self.context_of(instance), own_key=own_key))

    def close(self, instance, value):
        text, context = self.encode(value), self.context_of(instance)
        return Sealed(seal(text, context=context, own_key=instance.own_key()))

    def renewed(self, instance, sealed):
        """Return the envelope as it would be written now, or raise Tampered; for `rotate_keys`."""
        context = self.context_of(instance)
        return Sealed(reseal(sealed, context=context, own_key=instance.own_key()))

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(value)

    def pre_save(self, instance, add):
        return instance.__dict__.get(self.attname)

    def get_db_prep_save(self, value, connection):
        if isinstance(value, Sealed):
            return str(value)
        if value is None or hasattr(value, "as_sql"):
            return super().get_db_prep_save(value, connection)
        raise FieldError(
            f"{self.name} is sealed to its row: no statement can write it for many rows. "
            "Assign it to each one and save()."
        )

    def get_lookup(self, lookup_name):
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(
            f"{self.name} is sealed: the database cannot compare it ({lookup_name}). "
            "Filter by a BlindIndexField, or with isnull."
        )

    def value_from_object(self, instance):
        """Return the envelope: serialisers never see the plain text."""
        if self.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.attname])
        return instance.__dict__[self.attname]

    def to_python(self, value):
        """Take an envelope from a fixture; plain text in a fixture is an error."""
        if value is None or isinstance(value, Sealed):
            return value
        if not is_envelope(value):
            raise ValidationError(_("A fixture must hold the sealed text."))
        return FixtureSealed(value)

    def clean(self, value, instance):
        self.validate(value, instance)
        self.run_validators(value)
        if value is None and not self.null:
            raise ValidationError(self.error_messages["null"], code="null")
        return value


class SealedTextField(SealedField):
    """A sealed text; the empty text and None stay different."""

    description = _("Sealed text")

    def encode(self, value):
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes a text or None.")
        return value

    def decode(self, text):
        return text


class SealedJSONField(SealedField):
    """A sealed value of plain JSON; each reading returns a fresh copy, so assign it to change it."""

    description = _("Sealed JSON")

    def encode(self, value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    def decode(self, text):
        return json.loads(text)


class SealedRow(models.Model):
    """A model with sealed fields: its stable random row key, and indexes that never lag behind."""

    row_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        indexes = {f.name: f.follows for f in self._meta.fields if hasattr(f, "follows")}
        if update_fields is not None:
            update_fields = {*update_fields}
            update_fields |= {name for name, follows in indexes.items() if follows in update_fields}
        for name, follows in indexes.items():
            if follows in self.__dict__:
                self.__dict__.setdefault(name)  # a deferred field would not be saved
        super().save(*args, update_fields=update_fields, **kwargs)

    def own_key(self):
        """Return the key (32 bytes) that seals this row, or None where FIELD_KEYS do."""
        return
