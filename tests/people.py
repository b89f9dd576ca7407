"""The cast: accounts, how they sign in through the real forms, and a short cut for other tests."""

import time

from allauth.account.internal.flows import login as allauth_login
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client as DjangosClient

from network import policy
from network.members import actions
from network.members.models import Standing, User, today
from network.members.roles import ADMINISTRATOR, ROLES

PASSPHRASE = "ochre kettle winter 77"
SECRET = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
SIGN_IN = "/account/login/"
SET_UP = "/account/2fa/totp/activate/"
CODE = "/account/2fa/authenticate/"
STAFF = {*ROLES, ADMINISTRATOR}


def make_account(handle="quiet-river", *, role=None, second_factor=False, **fields):
    """Return an approved member, or with a `role` in the CMS staff that is no member."""
    fields.setdefault("standing", Standing.NONE if role in STAFF else Standing.MEMBER)
    fields.setdefault("safety_read_on", today())
    account = User.objects.create_user(handle, PASSPHRASE, **fields)
    if role:
        actions.appoint(by=None, account=account, role=role)
    if second_factor:
        TOTP.activate(account, SECRET)
    return User.objects.get(pk=account.pk)


def code_for(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def type_passphrase(client, handle, passphrase=PASSPHRASE, path=SIGN_IN, **extra):
    return client.post(path, {"login": handle, "password": passphrase}, **extra)


def sign_in(account, client=None, **extra):
    """Return a client in which the account is signed in, with its code where it has one."""
    client = client or DjangosClient()
    response = type_passphrase(client, account.handle, **extra)
    assert response.status_code == 302, response.content.decode()
    if Authenticator.objects.filter(user=account).exists():
        response = client.post(CODE, {"code": code_for()}, **extra)
        assert response.status_code == 302, response.content.decode()
    return client


class Client(DjangosClient):
    """Signs in by force as Django's does; staff have then shown a second factor, too."""

    def force_login(self, user, backend=None):
        super().force_login(user, backend)
        if not policy.needs_second_factor(user):
            return
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            TOTP.activate(user, SECRET)
        session = self.session
        session[allauth_login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0}]
        session[allauth_login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
