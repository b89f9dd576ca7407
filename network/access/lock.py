"""A locked session is still hers, and opens nothing until the passphrase is typed again."""

import re
import time
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from network import doorbell, policy

# In the sealed session; its value is the path that unlocking leads back to, or empty.
LOCKED = "locked"
SEEN = "seen"
CLOSED_WHILE_LOCKED = re.compile(r"(/[^/]+)?/(network|account|cms)/")
OPEN_WHILE_LOCKED = re.compile(r"(/[^/]+)?/account/(locked|lock|logout)/\Z")
LEADS_BACK_TO = re.compile(r"(/[^/]+)?/(network|account)/[A-Za-z0-9_/-]*\Z")


def limits_of(account):
    """Return after how many seconds without a sign of life, and after how many at all."""
    idle, absolute = settings.SESSION_LIMITS[policy.session_kind(account)]
    if policy.locks(account):
        idle = min(idle, account.idle_minutes * 60)
    return idle, absolute


def is_locked(session):
    """Tell whether this session opens nothing; sockets ask, too."""
    return LOCKED in session


def lock(request):
    """Lock the session and give it a new key; answers still under way cannot write the old one back."""
    if not is_locked(request.session):
        request.session[LOCKED] = _way_back(request)
        request.session.cycle_key()
        doorbell.ring_person(request.user.pk)


def unlock(request):
    """Open the session, whose owner just typed her passphrase; return the path to go on to."""
    path = request.session.pop(LOCKED)
    request.session[SEEN] = int(time.time())
    request.session.cycle_key()
    reauthenticate_by_password(request)
    return path or get_adapter().get_login_redirect_url(request)


def keep_out(request):
    """
    Return the redirect to the locked page, or None where a locked session may go on.

    It goes on as nobody: public pages are readable, and know no member.
    """
    if OPEN_WHILE_LOCKED.match(request.path_info):
        return None
    if CLOSED_WHILE_LOCKED.match(request.path_info):
        return redirect("account_locked")
    request.user = AnonymousUser()
    return None


def _way_back(request):
    """Return the page that is asked for, or that a form was sent from, when it is one of ours."""
    path = request.get_full_path()
    if request.method != "GET" or OPEN_WHILE_LOCKED.match(request.path_info):
        path = _referring_path(request)
    if LEADS_BACK_TO.match(path) and not OPEN_WHILE_LOCKED.match(path):
        return path
    return ""


def _referring_path(request):
    referrer = request.headers.get("Referer", "")
    host = request.get_host()
    if not url_has_allowed_host_and_scheme(referrer, {host}, request.is_secure()):
        return ""
    return urlsplit(referrer).path
