from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from home.demo.load import load as load_public_site
from network.demo.load import load as load_people


class Command(BaseCommand):
    help = "Load the demo content. May be repeated. Refuses unless PORTAL_DEMO is on."

    def handle(self, **options):
        if not settings.PORTAL_DEMO:
            raise CommandError("This is not a demo site. Set PORTAL_DEMO=1 to make it one.")
        people = load_people()
        self.stdout.write(f"People: {len(people)} accounts.")
        load_public_site()
        # The worker would take its time; a person searches at once.
        call_command("update_index", verbosity=0)
        self.stdout.write("Public site: loaded.")
