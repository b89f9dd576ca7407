from django.core.management.base import BaseCommand, CommandError

from network.members.chapters import Chapter
from network.profiles import actions


class Command(BaseCommand):
    help = (
        "Puts a decoy into the directory. Nobody has a reason to open it: "
        "who does is shown to the safeguarding lead."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="the chosen name that members will read")
        parser.add_argument("--chapter", help="the name of its chapter")
        parser.add_argument("--country", help="two letters, for example KE")

    def handle(self, *, name, chapter, country, **options):
        found = Chapter.objects.filter(name=chapter).first() if chapter else None
        if chapter and found is None:
            raise CommandError(f"There is no chapter {chapter}.")
        actions.make_canary(by=None, pseudonym=name, chapter=found, country=country)
        self.stdout.write("A canary is in the directory.")
