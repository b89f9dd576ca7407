"""Taking everything along."""

from django.conf import settings
from django.db import models

from home.sealing.fields import SealedTextField
from network.members.models import MemberRow, new_public_id


class Export(MemberRow):
    """All that is kept of a member, packed by the worker, fetched once, gone after 15 minutes."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="export")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    # The ZIP file, base64.
    sealed_file = SealedTextField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "export"
