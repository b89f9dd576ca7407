"""The front doors and the clock of a session. A view behind a door needs no decorator."""

import re
import time

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import resolve_url

from network import policy
from network.access import lock, second_factor
from network.access.door import ask_again, stop
from network.members.actions import note_month

CMS = "/cms/"
# These lead to our own sign-in and sign-out, and must do so before anyone is signed in.
CMS_SIDE_DOORS = ("/cms/login/", "/cms/logout/", "/cms/password_reset/")
WAYS_OUT = {"/leave/", *(f"/{code}/leave/" for code, _name in settings.LANGUAGES)}
# An open editor asks every few seconds who else is editing, an open room what is new: that is not a
# person at the keyboard.
HEARTBEATS = re.compile(r"/cms/editing-sessions/|(/[^/]+)?/network/discussions/[^/]+/events/")
# What staff can reach of the account pages before they have set up their second factor, or shown it.
ALWAYS = {"account_login", "account_logout", "account_lock", "account_locked", "account_awake"}
SET_UP = {*ALWAYS, "account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn"}
SHOW = {*ALWAYS, "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
# What opens before a person has read what this site can and cannot protect.
BEFORE_READING = {
    *ALWAYS,
    "account_reauthenticate",
    "account_start",
    "account_lockdown",
    "account_lockdown_done",
}
NETWORK = "network"
CLOCK_STEP = 30  # seconds; the clock of a session is not written more often
NOT_FOR_OTHER_SITES = re.compile(r"(/[^/]+)?/(network|account|cms)/")


class OtherSitesMiddleware:
    """Refuses what another site asks for but a person's own step to one of our pages (XS-Leaks)."""

    # Before anyone's session is read: the answer tells the other site nothing about anybody.

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self._is_foreign(request) and NOT_FOR_OTHER_SITES.match(request.path_info):
            raise PermissionDenied
        return self.get_response(request)

    def _is_foreign(self, request):
        sent = request.headers.get
        if sent("Sec-Fetch-Site") not in {"cross-site", "same-site"}:
            return False
        is_step = sent("Sec-Fetch-Mode") == "navigate" and sent("Sec-Fetch-Dest") == "document"
        return not (is_step and request.method in {"GET", "HEAD"})


class SessionClockMiddleware:
    """Locks or ends a session after some idle minutes; however busy it is, ends it after some hours."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Visitors have no cookie; reading their session would make each page vary by cookie.
        # Leaving ends the session anyway, and must work while the database is down.
        leaving = request.path in WAYS_OUT
        cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = None
        if cookie and not leaving and request.user.is_authenticated:
            response = self._tick(request)
        response = response or self.get_response(request)
        if request.session.modified and request.user.is_authenticated:
            self._start(request)
        return response

    def _tick(self, request):
        session, now = request.session, int(time.time())
        self._start(request)
        idle, absolute = lock.limits_of(request.user)
        is_idle = now - session[lock.SEEN] >= idle
        if now - session["started"] >= absolute or (is_idle and not policy.locks(request.user)):
            auth.logout(request)
        elif is_idle or lock.is_locked(session):
            lock.lock(request)
            return lock.keep_out(request)
        elif now - session[lock.SEEN] >= CLOCK_STEP and not HEARTBEATS.match(request.path):
            session[lock.SEEN] = now
            note_month(account=request.user)
        return None

    def _start(self, request):
        session = request.session
        if "started" not in session:
            session["started"] = session[lock.SEEN] = int(time.time())
            note_month(account=request.user)


class CmsDoorMiddleware:
    """Closes everything below /cms/ to everyone but staff who have shown their second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.path.startswith(CMS) and not request.path.startswith(CMS_SIDE_DOORS):
            return stop(request, may=policy.may_enter_cms)
        return None


class FrontDoorMiddleware:
    """Closes the "network" namespace, and the account pages until the second factor is shown.

    A session that has only the passphrase may be older than the second factor, and not its owner's:
    it must neither remove it nor write new codes down. Staff set one up before anything else.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        url_name = match.url_name or ""
        if NETWORK in match.app_names:
            stopped = stop(request, may=policy.may_enter_network)
        elif url_name.startswith(("account_", "mfa_")):
            stopped = self._keep_at_set_up(request, url_name)
        else:
            return None
        return stopped or self._tell_first(request, url_name)

    def _keep_at_set_up(self, request, url_name):
        account = request.user
        if second_factor.is_proven(request):
            return None
        is_needed = policy.needs_second_factor(account)
        if second_factor.is_set_up(account):
            # A member in danger locks the account down first.
            open_to = SHOW if is_needed else SHOW | BEFORE_READING
        elif is_needed:
            open_to = SET_UP
        else:
            return None
        if url_name in open_to:
            return None
        return redirect_to_login("", login_url=second_factor.next_step(account))

    def _tell_first(self, request, url_name):
        if url_name in BEFORE_READING or url_name.startswith("mfa_"):
            return None
        if request.method != "GET" or not policy.must_read_first(request.user):
            return None
        return redirect_to_login(request.get_full_path(), login_url=resolve_url("account_start"))


class AskAgainMiddleware:
    """Asks for the passphrase again without writing down the request that was interrupted."""

    # allauth would keep the whole request in the session, with IP address, browser and all that was
    # typed. Stands after its middleware, so that this answer comes first.

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return ask_again(request) if isinstance(exception, ReauthenticationRequired) else None
