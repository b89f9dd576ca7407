"""What the stories about joining share: filling in the form, and the people who decide."""

import re
from types import SimpleNamespace

from django.test import Client

from home.safety.guarded import _new_stamp
from network.joining import actions, handles
from network.joining.models import JoinRequest
from network.members.chapters import Chapter, Office
from network.members.models import User, today
from tests.people import Client as KnownClient
from tests.people import make_account

SIGNUP = "/account/signup/"
WAITING = "/account/waiting/"
PASSPHRASE = "seven lanterns over water"


def filled(**changes):
    """Return what the second step sends; None takes a part away."""
    sent = {
        "age": "adult",
        "handle": handles.propose()[0],
        "pseudonym": "Amber Finch",
        "passphrase": PASSPHRASE,
        "chapter": "",
        "website": "",
        "stamp": _new_stamp(),
    }
    return {name: value for name, value in (sent | changes).items() if value is not None}


def join(client=None, **changes):
    """Join and return the client, signed in as the new person, and her account."""
    client = client or Client()
    response = client.post(SIGNUP, filled(**changes))
    assert response.status_code == 200, response.content.decode()
    handle = re.search(r"<code>([a-z]+-[a-z]+-\d{4}-\d{4})</code>", response.content.decode())[1]
    # The page that says once what this site protects stands before the first one.
    client.post("/account/start/", {"next": WAITING})
    return client, User.objects.get(handle=handle)


def make_chapter(name="Kenya chapter", visibility="public", **facts):
    return Chapter.objects.create(name=name, region="africa", visibility=visibility, **facts)


def make_officer(handle, kind, chapter=None):
    """Return an officer's account; a coordinator needs a chapter."""
    account = make_account(handle, chapter=chapter)
    Office.objects.create(member=account, kind=kind, chapter=chapter)
    return User.objects.get(pk=account.pk)


def make_officers():
    """Return two chapters and one officer of each kind that can have a word."""
    kenya, ghana = make_chapter(), make_chapter("Ghana chapter")
    return SimpleNamespace(
        kenya=kenya,
        ghana=ghana,
        coordinator=make_officer("coordinator", "coordinator", kenya),
        other_coordinator=make_officer("other-coordinator", "coordinator", ghana),
        moderator=make_officer("moderator", "moderator"),
        safeguarding=make_officer("safeguarding", "safeguarding"),
    )


def make_request(handle="waiting-one", *, pseudonym="Amber Finch", chapter=None, inviter=None):
    account = User.objects.create_user(
        handle, PASSPHRASE, standing="waiting", safety_read_on=today()
    )
    return actions.ask(by=account, pseudonym=pseudonym, chapter=chapter, inviter=inviter)


def signed_in(account):
    client = KnownClient()
    client.force_login(account)
    return client


def give_word(officer, request, word="yes", note=""):
    """Give an officer's word through the page and return the response."""
    return signed_in(officer).post(
        f"/network/requests/{request.public_id}/", {"word": word, "note": note}
    )


def standing(request):
    return User.objects.get(pk=request.member_id).standing


def is_undecided(request):
    return JoinRequest.objects.undecided().filter(pk=request.pk).exists()
