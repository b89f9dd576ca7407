from django.core.management.base import BaseCommand

from home.jobs.worker import Worker


class Command(BaseCommand):
    help = "Do the background work: mail, schedule, retention. One is enough, several are safe."

    def handle(self, **options):
        Worker(out=self.stdout).run()
