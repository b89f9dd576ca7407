"""What is known of each job: who has it in hand, and how its last runs went."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# A holder renews its lease three times within this time; after it the job counts as abandoned.
LEASE = timedelta(seconds=60)
RETRY_AFTER = timedelta(minutes=10)


class JobState(models.Model):
    """The claim on one job: at most one process holds it, and not for longer than it lives."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField(null=True)
    holder = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)
    claims = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")

    def __str__(self):
        return self.name

    def next_due(self, every):
        """When the job is due again, or None for at once (never run, or broken off)."""
        if self.started_at is None or self.holder:
            return None
        return self.started_at + (min(every, RETRY_AFTER) if self.failed else every)

    def is_due(self, every, now):
        """Whether the job should run at `now`; a start more than a period ahead was a trial run."""
        due = self.next_due(every)
        return due is None or due <= now or self.started_at - now > every


class JobRun(models.Model):
    """One run of one job. Holds a sentence or the class of an error, never a person's data."""

    job = models.ForeignKey(JobState, on_delete=models.CASCADE, related_name="runs")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    result = models.CharField(max_length=300, blank=True)
    error = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.job_id} {self.started_at:%Y-%m-%d %H:%M}"


class WorkerPulse(models.Model):
    """A sign of life of one worker process; the id is random and says nothing of the machine."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.worker_id
