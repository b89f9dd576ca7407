"""Members with offices, for tests."""

from network.members.chapters import Chapter, Office
from network.members.models import User
from tests.people import Client, make_account


def make_chapter(name="Kenya chapter"):
    return Chapter.objects.create(name=name, country="KE", region="africa", visibility="public")


def make_officer(handle, kind, chapter=None):
    """Return a member with a second factor and one office; `chapter` is a coordinator's."""
    officer = make_account(handle, chapter=chapter, second_factor=True)
    office_chapter = chapter if kind == "coordinator" else None
    Office.objects.create(member=officer, kind=kind, chapter=office_chapter)
    return User.objects.get(pk=officer.pk)


def client_of(account):
    client = Client()
    client.force_login(account)
    return client
