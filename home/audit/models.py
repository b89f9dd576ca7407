"""The chain of audit entries and its head."""

import hashlib
import json
from datetime import UTC

from django.db import models
from django.utils.translation import gettext_lazy as _

START = "0" * 64  # what the first entry follows


class AuditEntry(models.Model):
    """One deed. No name, no text, no address; written once (see triggers.py) and never changed."""

    number = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time (UTC)"), db_index=True)
    actor = models.CharField(_("who"), max_length=40)
    role = models.CharField(_("role at the time"), max_length=40)
    deed = models.CharField(_("deed"), max_length=64, db_index=True)
    subject_type = models.CharField(_("kind of thing"), max_length=100)
    subject_id = models.CharField(_("which one"), max_length=40)
    # The very text that was hashed: a JSON column would be written back in another spelling.
    facts_json = models.TextField(_("facts"))
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-number"]
        default_permissions = ()
        permissions = [("read_audit", _("Can read the audit log"))]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_subject")]

    def __str__(self):
        return f"{self.number} {self.deed}"

    @property
    def facts(self):
        return json.loads(self.facts_json)

    def digest(self):
        """Return the SHA-256 of the entry's content and of the hash before it, as 64 hex digits."""
        return hashlib.sha256(
            canonical(
                [
                    self.number,
                    self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                    self.actor,
                    self.role,
                    self.deed,
                    self.subject_type,
                    self.subject_id,
                    self.facts_json,
                    self.previous_hash,
                ]
            ).encode()
        ).hexdigest()


class AuditHead(models.Model):
    """The last entry's number and hash, in the one row that all writers lock."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=START)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_alone")]

    def __str__(self):
        return f"{self.number}:{self.hash}"


def canonical(value):
    """Return the one JSON spelling of `value`: keys sorted, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
