"""Say whether the audit log is whole."""

import re

from django.core.management.base import BaseCommand, CommandError

from home.audit.verification import verify

HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})\Z")


class Command(BaseCommand):
    help = (
        "Checks the audit log's chain of hashes, its head and its triggers. Prints one line for each "
        "finding and fails, or prints the head as number:hash. Keep that line outside the database: "
        "--expect then finds even a log that was cut and sewn up again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--expect", metavar="NUMBER:HASH", help="a head printed earlier")

    def handle(self, *, expect, **options):
        verdict = verify(expected_head=_head(expect) if expect else None)
        for finding in verdict.findings:
            self.stdout.write(finding)
        if verdict.findings:
            raise CommandError(f"The audit log is not whole: {len(verdict.findings)} findings.")
        self.stdout.write(f"The audit log is whole. Head {verdict.head}")


def _head(text):
    match = HEAD.match(text)
    if not match:
        raise CommandError("--expect takes a line's end from an earlier run: number:hash.")
    return int(match[1]), match[2]
