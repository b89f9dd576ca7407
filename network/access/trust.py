"""How far a session is trusted: a new key opens the account, but for 72 hours not its last doors.

Whoever holds somebody's unlocked telephone may add a key of their own and come back with it. So a session
is in quarantine when all the second factors that it showed (app, security key, code of a kit) are
younger than 72 hours. It may not export, erase, make a kit, change the e-mail address or remove an
older key. A second factor that is older ends the quarantine at once: an older code typed at "Is it
you?" is enough. The passphrase alone does not, because it opened the session in which the new key was
made. A session that showed no second factor is in quarantine only when its passphrase is younger
than 72 hours and was set by someone who had nothing but a mailbox or a new kit.

What is made on the day the account joins, or as the first second factor or kit of an account, is
trusted at once: there is nothing older that it could take from its owner, and who has just joined
must be able to go on.
"""

import datetime as dt

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.utils import timezone

from network.access.models import RecoveryCode, SecurityEvent

QUARANTINE = dt.timedelta(hours=72)
KEYS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def trusted_from(member, now):
    """Return the moment from which a key that `member` makes `now` is trusted."""
    older = (
        Authenticator.objects.filter(user=member, type__in=KEYS),
        RecoveryCode.objects.filter(member=member),
    )
    if member.joined_on == now.date() or not any(keys.exists() for keys in older):
        return now
    return now + QUARANTINE


def key_is_trusted_from(key):
    """Return the same for an app or security key (an Authenticator) that exists."""
    if stamp := key.data.get("trusted_from"):
        return dt.datetime.fromisoformat(stamp)
    # Made without our pages, at the console say.
    first_day = key.created_at.date() == key.user.joined_on
    return key.created_at if first_day else key.created_at + QUARANTINE


def is_quarantined(request):
    """Tell whether this session showed nothing but new keys; see above."""
    now, shown = timezone.now(), _shown(request)
    if shown:
        return min(shown) > now
    return SecurityEvent.objects.filter(
        member=request.user, kind=SecurityEvent.Kind.RECOVERED, at__gt=now - QUARANTINE
    ).exists()


def _shown(request):
    """Return from when each second factor is trusted that this session showed and that still exists."""
    records = get_authentication_records(request, request.user)
    codes = [dt.datetime.fromisoformat(r["trusted_from"]) for r in records if "trusted_from" in r]
    ids = {record["id"] for record in records if record["method"] == "mfa" and "id" in record}
    keys = Authenticator.objects.filter(user=request.user, pk__in=ids) if ids else ()
    return codes + [key_is_trusted_from(key) for key in keys]
