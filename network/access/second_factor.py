"""The second factor: who has one, and whether this session has shown it."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.shortcuts import resolve_url
from django.utils import timezone

from home.sealing.cipher import reseal
from network.access import trust
from network.members.models import new_public_id

APP, KEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
SEALING_CONTEXT = "mfa.authenticator.data"
SEALED_PARTS = ("secret",)


@receiver(pre_save, sender=Authenticator)
def forget_use(instance, **kwargs):
    """Keep no moment of use: it would tell, to the microsecond, when somebody signed in."""
    instance.last_used_at = None


def types_of(account):
    """Return which kinds of second factor an account has: APP, KEY, both or none."""
    if not account.is_authenticated:
        return set()
    rows = Authenticator.objects.filter(user=account, type__in=trust.KEYS)
    return set(rows.values_list("type", flat=True))


def is_set_up(account):
    return bool(types_of(account))


def is_proven(request):
    """Return whether the signed-in account has a second factor and this session has shown it."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records) and is_set_up(request.user)


def mark_proven(request, key):
    """Note in the session that this Authenticator was shown, and give the session a new key."""
    record_authentication(request, request.user, method="mfa", type=key.type, id=key.pk)
    request.session.cycle_key()


def mark_code_shown(request, account, found, **facts):
    """Note in the session that a code of the kit was shown in place of the app or the key."""
    trusted = found.trusted_from.isoformat()
    record_authentication(request, account, method="mfa", type="kit", trusted_from=trusted, **facts)


def stamp(key, trusted_from):
    """Give a new Authenticator its opaque id and the moment from which it is trusted."""
    key.data |= {"public_id": new_public_id(), "trusted_from": trusted_from.isoformat()}
    key.save(update_fields=["data"])


def may_be_removed_by(request, key):
    """Tell whether this session may remove a key: in quarantine only new ones."""
    is_new = trust.key_is_trusted_from(key) > timezone.now()
    return is_new or not trust.is_quarantined(request)


def next_step(account):
    """Return the address where the account sets up its second factor, or shows it."""
    types = types_of(account)
    if not types:
        return resolve_url("mfa_activate_totp")
    return resolve_url("mfa_reauthenticate" if APP in types else "mfa_reauthenticate_webauthn")


def renew(authenticator):
    """Return the columns to write when its sealed parts move to the first key; for `rotate_keys`."""
    present = authenticator.data
    sealed = {part: present[part] for part in SEALED_PARTS if part in present}
    renewed = {part: reseal(text, context=SEALING_CONTEXT) for part, text in sealed.items()}
    return {} if renewed == sealed else {"data": present | renewed}
