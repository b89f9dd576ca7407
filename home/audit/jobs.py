"""The daily look whether the audit log is whole."""

from datetime import timedelta

from django.utils.translation import gettext_lazy, ngettext

from home.audit.verification import verify
from home.jobs.registry import periodic


class AuditLogIsNotWhole(Exception):  # noqa: N818 its name is what staff read on the status page
    """`manage.py verify_audit` tells where it is broken."""


@periodic(
    "verify_audit",
    every=timedelta(days=1),
    title=gettext_lazy("The audit log is checked to be whole"),
)
def verify_audit(now):
    verdict = verify()
    if verdict.findings:
        raise AuditLogIsNotWhole
    count = verdict.head.number
    return ngettext("%(count)d entry, whole.", "%(count)d entries, whole.", count) % {
        "count": count
    }
