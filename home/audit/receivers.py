"""Wagtail's own log entries go to the audit log too."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import ModelLogEntry, PageLogEntry

from .wagtail_log import mirror


@receiver(post_save, sender=PageLogEntry)
@receiver(post_save, sender=ModelLogEntry)
def wagtail_logged(instance, created, raw, **kwargs):
    return created and not raw and mirror(instance)
