"""The demo people of the contract: accounts, chapters and offices."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from network.demo import access, joining
from network.members import actions, roles
from network.members.chapters import Chapter
from network.members.models import MemberKey, Standing, User, today

PASSPHRASE = "lantern orchard mosaic 42"  # noqa: S105
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105

CHAPTERS = {
    "Kenya chapter": ("KE", Chapter.Region.AFRICA, Chapter.Visibility.PUBLIC),
    "Ghana chapter": ("GH", Chapter.Region.AFRICA, Chapter.Visibility.PUBLIC),
}


@dataclass(frozen=True)
class Person:
    """A demo person; `roles` are roles of the CMS and offices."""

    handle: str
    standing: str = Standing.MEMBER
    chapter: str = ""
    roles: tuple = ()
    has_second_factor: bool = False


def officer(handle, *given, chapter=""):
    return Person(handle, chapter=chapter, roles=given, has_second_factor=True)


def staff(handle, role):
    return Person(handle, standing=Standing.NONE, roles=(role,), has_second_factor=True)


PEOPLE = {
    person.handle: person
    for person in (
        Person("member", chapter="Kenya chapter"),
        Person("member-open", chapter="Ghana chapter"),
        Person("member-ghana", chapter="Ghana chapter"),
        Person("blocked"),
        Person("applicant", standing=Standing.WAITING),
        Person("former"),
        officer("coordinator", "coordinator", chapter="Kenya chapter"),
        officer("council", "council"),
        officer("moderator", "council", "moderator", "council-reviewer"),
        officer("safeguarding", "safeguarding"),
        staff("story-editor", "story-editor"),
        staff("advocacy-editor", "advocacy-editor"),
        staff("data-officer", "data-officer"),
        staff("admin", roles.ADMINISTRATOR),
    )
}


def load():
    """Create or repair the demo accounts and return them by handle; may be repeated."""
    chapters = {name: _chapter(name, *facts) for name, facts in CHAPTERS.items()}
    people = {person.handle: _load(person, chapters) for person in PEOPLE.values()}
    access.load(people)
    joining.load(people)
    return people


def _chapter(name, country, region, visibility):
    facts = {"country": country, "region": region, "visibility": visibility}
    return Chapter.objects.get_or_create(name=name, defaults=facts)[0]


def _load(person, chapters):
    account = User.objects.filter(handle=person.handle).first()
    account = account or User(handle=person.handle, standing=person.standing)
    if not account.check_password(PASSPHRASE):
        account.set_password(PASSPHRASE)
    account.chapter = chapters.get(person.chapter)
    if person.standing != Standing.WAITING and account.safety_read_on is None:
        account.safety_read_on = today()
    account.save()
    MemberKey.objects.get_or_create(member=account)
    for role in person.roles:
        chapter = account.chapter if role == "coordinator" else None
        actions.appoint(by=None, account=account, role=role, chapter=chapter)
    if person.has_second_factor:
        _give_second_factor(account)
    return account


def _give_second_factor(account):
    if not Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(account, TOTP_SECRET)
