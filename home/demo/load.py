"""The public part of the demo."""

from django.db import transaction

from .pages import Pages
from .records import Records


@transaction.atomic
def load():
    """Load or bring up to date all demo content; repeating it changes no counts."""
    Records().load()
    Pages().load()
