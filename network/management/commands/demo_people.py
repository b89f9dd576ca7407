from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from network.demo.people import PASSPHRASE, PEOPLE, TOTP_SECRET
from network.members.models import Standing


class Command(BaseCommand):
    help = "Show how to sign in as the demo people, with the second factor's code of this moment."

    def handle(self, **options):
        if not settings.PORTAL_DEMO:
            raise CommandError("This is not a demo site.")
        counter = next(iter(yield_hotp_counters_from_time()))
        code = format_hotp_value(hotp_value(TOTP_SECRET, counter))
        self.stdout.write(f"Passphrase of all demo people: {PASSPHRASE}")
        for person in PEOPLE.values():
            second = " with a second factor" if person.has_second_factor else ""
            roles = ", ".join(person.roles) or Standing(person.standing).label
            self.stdout.write(f"  {person.handle:16} {roles}{second}")
        self.stdout.write(f"Second factor: secret {TOTP_SECRET}, code right now {code}")
        self.stdout.write("A new code: .venv/bin/python manage.py demo_people")
