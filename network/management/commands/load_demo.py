from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from home.demo.load import load as load_public_site
from network.demo.contact import load as load_contact
from network.demo.joining import load as load_joining
from network.demo.people import load as load_people
from network.demo.privacy import load as load_privacy
from network.demo.profiles import load as load_profiles


class Command(BaseCommand):
    help = "Load the demo content. May be repeated. Refuses unless PORTAL_DEMO is on."

    def handle(self, **options):
        if not settings.PORTAL_DEMO:
            raise CommandError("This is not a demo site. Set PORTAL_DEMO=1 to make it one.")
        people = load_people()
        load_profiles(people)
        load_contact(people)
        load_joining(people)
        load_privacy(people)
        self.stdout.write(f"People: {len(people)} accounts.")
        load_public_site()
        # The worker would take its time; a person searches at once.
        call_command("update_index", verbosity=0)
        self.stdout.write("Public site: loaded.")
