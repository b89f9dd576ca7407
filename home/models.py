"""An index so that Django finds the slices' models; nobody else imports it."""

from .audit.models import AuditEntry, AuditHead
from .sealing.indexes import IndexSecret

__all__ = ["AuditEntry", "AuditHead", "IndexSecret"]
