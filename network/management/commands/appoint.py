from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from network.members import actions, roles
from network.members.chapters import Chapter
from network.members.models import User


class Command(BaseCommand):
    help = (
        "Gives an account a role in the CMS or an office; with --create, makes the account first."
    )

    def add_arguments(self, parser):
        parser.add_argument("handle")
        parser.add_argument("role", choices=roles.SLUGS)
        parser.add_argument("--chapter", help="the name of the chapter that a coordinator serves")
        parser.add_argument(
            "--create",
            action="store_true",
            help="make the account and print its passphrase, once",
        )

    @transaction.atomic
    def handle(self, *, handle, role, chapter, create, **options):
        passphrase = None
        chapter = self._find(chapter) if chapter else None
        account = User.objects.filter(handle=handle.lower()).first()
        if account is None and not create:
            raise CommandError(f"There is no account {handle}. Add --create to make it.")
        if account is None:
            account, passphrase = self._create(handle)
        try:
            actions.appoint(by=None, account=account, role=role, chapter=chapter)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{account.handle}: {role}")
        if passphrase:
            self.stdout.write(f"Passphrase, shown only this once: {passphrase}")
            self.stdout.write("The second step is set up at the first sign-in.")

    def _find(self, name):
        try:
            return Chapter.objects.get(name=name)
        except Chapter.DoesNotExist:
            names = ", ".join(Chapter.objects.values_list("name", flat=True)) or "none"
            raise CommandError(f"There is no chapter {name}. There are: {names}.") from None

    def _create(self, handle):
        try:
            return actions.create_account(by=None, handle=handle)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
