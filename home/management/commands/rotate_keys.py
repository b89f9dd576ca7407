"""Seal everything with the first key of FIELD_KEYS, so that the others can be taken away."""

from django.core.management.base import BaseCommand, CommandError

from home.sealing import rotation
from home.sealing.indexes import renew_secret


class Command(BaseCommand):
    help = (
        "Seals everything with the first key of FIELD_KEYS and corrects every blind index. "
        "May be repeated and interrupted. After a run without complaints the other keys can go."
    )

    def add_arguments(self, parser):
        parser.add_argument("--batch-size", type=int, default=500, help="rows in one transaction")
        parser.add_argument(
            "--new-index-secret",
            action="store_true",
            help="also change the secret of the blind indexes (when it may be known to others); "
            "stop the site first: until the run ends, searches find nothing",
        )

    def handle(self, *, batch_size, new_index_secret, **options):
        if batch_size < 1:
            raise CommandError("--batch-size must be at least 1.")
        if new_index_secret:
            renew_secret()
        unreadable = sum(self._rotate(place, batch_size) for place in rotation.places())
        if unreadable:
            raise CommandError(f"{unreadable} rows could not be read. Keep the old keys.")

    def _rotate(self, place, batch_size):
        progress = rotation.rotate(place, batch_size=batch_size)
        label = place.model._meta.label
        self.stdout.write(
            f"{label}: {progress.read} of {progress.total} rows read, {progress.renewed} renewed"
        )
        for key in progress.unreadable:
            self.stderr.write(f"{label} {key}: could not be read")
        return len(progress.unreadable)
