"""Taking everything along."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from home.sealing.fields import SealedTextField
from network import matrix
from network.members.models import MemberRow, new_public_id


class ExportQuerySet(models.QuerySet):
    def over(self, now):
        """Return the copies that were ready for long enough, and those that nobody came back for."""
        ready_before = now - timedelta(minutes=matrix.minutes("exports"))
        asked_before = now - timedelta(days=matrix.days("unfetched_exports"))
        return self.filter(Q(ready_at__lte=ready_before) | Q(asked_at__lte=asked_before))

    def there(self):
        now = timezone.now()
        return self.exclude(pk__in=self.over(now).values("pk"))


class Export(MemberRow):
    """All that is kept of a member, packed by the worker, fetched once, gone after 15 minutes."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="export")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    language = models.CharField(max_length=12, default=settings.LANGUAGE_CODE)
    asked_at = models.DateTimeField()
    # Not packed before: at once, or a day later where the member wished it so.
    not_before = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)
    # The ZIP file, base64.
    sealed_file = SealedTextField(null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True, sealed_file__isnull=True)
                | Q(ready_at__isnull=False, sealed_file__isnull=False),
                name="export_is_ready_when_packed",
            ),
        ]

    def __str__(self):
        return "export"

    @property
    def is_ready(self):
        return self.ready_at is not None

    @property
    def waits(self):
        """Whether the member's day of waiting is not over."""
        return timezone.now() < self.not_before

    @property
    def is_packing(self):
        """Whether the worker has it; one that waited its day is packed when its member says so."""
        return not self.is_ready and self.not_before == self.asked_at


class ExportWaitQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()))


class ExportWait(models.Model):
    """A member's wish that each copy waits a day; taken back, it holds for one day more."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)
    ends_at = models.DateTimeField(null=True)

    objects = ExportWaitQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "wait"
