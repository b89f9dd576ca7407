from django.core.management.base import BaseCommand

from network.members import roles


class Command(BaseCommand):
    help = "Gives the groups of the CMS exactly the rights of docs/rights.md. Run after migrate."

    def handle(self, **options):
        roles.establish()
        for role in roles.ROLES.values():
            self.stdout.write(f"{role.slug}: {role.group}")
