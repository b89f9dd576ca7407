from django.db import migrations

from home.audit.triggers import OPERATIONS


class Migration(migrations.Migration):
    """The audit log takes new entries and nothing else."""

    dependencies = [("home", "0001_initial")]

    operations = OPERATIONS
