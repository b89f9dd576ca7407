from django.db import models


class PublicVersion(models.Model):
    """One row whose counter rises in the same transaction as every change of the public site."""

    THE_ROW = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ROW)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="public_version_is_one_row")
        ]

    def __str__(self):
        return str(self.version)
