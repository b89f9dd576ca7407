"""An index so that Django finds the slices' models; nobody else imports it."""

from .audit.models import AuditEntry, AuditHead
from .jobs.models import JobRun, JobState, WorkerPulse
from .mail.models import Allowance, Mail
from .media.models import PortalDocument, PortalImage, PortalRendition
from .newsletter.models import PendingSubscription, Subscriber
from .safety.models import SafetySettings
from .sealing.indexes import IndexSecret

__all__ = [
    "Allowance",
    "AuditEntry",
    "AuditHead",
    "IndexSecret",
    "JobRun",
    "JobState",
    "Mail",
    "PendingSubscription",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "SafetySettings",
    "Subscriber",
    "WorkerPulse",
]
