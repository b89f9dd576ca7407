from django.core.management.base import BaseCommand
from django.utils import timezone

from home.jobs.registry import RULES


class Command(BaseCommand):
    help = "Delete what has been kept long enough. One line per rule."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")

    def handle(self, *, dry_run, **options):
        now = timezone.now()
        for rule in RULES.values():
            count = rule.due(now).count() if dry_run else None
            outcome = f"{count} due" if dry_run else rule.apply(now)
            self.stdout.write(f"{rule.name}: {rule.sentence} {outcome}")
