"""Every demo person and a stranger, asking for addresses without leaving a change behind."""

import re
import time

from allauth.account.internal.flows import login as allauth_login
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from network.demo.people import PEOPLE
from network.members.models import User
from tests.network.cms_addresses import walk
from tests.network.golden.examples import EXAMPLES
from tests.people import Client as SigningClient

STRANGER = "stranger"
WHO = (STRANGER, *PEOPLE)
# A name for the device and the network that must stand nowhere afterwards.
BROWSER = "Canarybrowser/7.7 (wiretap)"
NETWORK = "203.0.113.77"
MEMBERS = ("network/", "account/")


class Visitor:
    """One person: each request starts from the session as it was after signing in."""

    def __init__(self, handle):
        self.handle = handle
        self.account = User.objects.filter(handle=handle).first()
        self.cookie = self._sign_in() if self.account else None

    def _sign_in(self):
        client = SigningClient()
        client.force_login(self.account)
        session = client.session
        records = session.get(allauth_login.AUTHENTICATION_METHODS_SESSION_KEY, [])
        # As if the passphrase had been typed now: nobody is let in further than so.
        records = [{"method": "password", "at": time.time() + 3600}, *records]
        session[allauth_login.AUTHENTICATION_METHODS_SESSION_KEY] = records
        session[allauth_login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(self.account.pk)
        session.save()
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def ask(self, address, method="get", data=None, keep=False):
        """Return the answer; what the request changed is taken back unless `keep`."""
        client = Client(
            raise_request_exception=True,
            headers={"user-agent": BROWSER},
            REMOTE_ADDR=NETWORK,
        )
        if self.cookie:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookie
        around = transaction.atomic()
        # As Django's own test cases say it, for acts that ask to be the outermost transaction.
        around._from_testcase = True
        with around:
            response = (
                getattr(client, method)(address, data) if data else getattr(client, method)(address)
            )
            body = b"".join(response.streaming_content) if response.streaming else response.content
            if not keep:
                transaction.set_rollback(True)
        # What a post counted; reading the public site anew after each page takes longer than the page.
        if not keep and method != "get":
            cache.clear()
        response.body = body.decode(errors="replace")
        return response


def everybody():
    return {handle: Visitor(handle) for handle in WHO}


def members_addresses():
    """
    Yield (label, address) of everything below /network/ and /account/, walked from the urlconf.

    Raises AssertionError, with the sentence to act on, for a parameter without example.
    """
    for pattern in sorted(set(walk())):
        if not pattern.startswith(MEMBERS):
            continue
        if not re.search(r"[<(]", pattern):
            yield f"/{pattern}", f"/{pattern}"
            continue
        assert pattern in EXAMPLES, (
            f"The address {pattern} has a parameter and no example. "
            "Add one to EXAMPLES in tests/network/golden/examples.py."
        )
        for name, make in EXAMPLES[pattern].items():
            values = make()
            values = values if isinstance(values, tuple) else (values,)
            filled = iter(values)
            yield (
                f"/{re.sub(r'<[^>]+>', lambda match, name=name: f'<{name}>', pattern)}",
                "/" + re.sub(r"<[^>]+>", lambda match, filled=filled: str(next(filled)), pattern),
            )
