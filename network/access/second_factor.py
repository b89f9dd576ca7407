"""The second factor: who has one, and whether this session has shown it."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import resolve_url

from home.sealing.cipher import reseal

SEALING_CONTEXT = "mfa.authenticator.data"
SEALED_PARTS = ("secret", "seed")


def is_set_up(account):
    return is_mfa_enabled(account, [Authenticator.Type.TOTP])


def is_proven(request):
    """Return whether the signed-in account has a second factor and this session has shown it."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records) and is_set_up(request.user)


def mark_proven(request):
    """Note in the session that the second factor was shown, and give the session a new key."""
    record_authentication(request, request.user, method="mfa", type=Authenticator.Type.TOTP)
    request.session.cycle_key()


def next_step(account):
    """Return the address where the account sets up its second factor, or shows it."""
    return resolve_url("mfa_reauthenticate" if is_set_up(account) else "mfa_activate_totp")


def renew(authenticator):
    """Return the columns to write when its sealed parts move to the first key; for `rotate_keys`."""
    present = authenticator.data
    sealed = {part: present[part] for part in SEALED_PARTS if part in present}
    renewed = {part: reseal(text, context=SEALING_CONTEXT) for part, text in sealed.items()}
    return {} if renewed == sealed else {"data": present | renewed}
