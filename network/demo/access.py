"""What demo people have to sign in with beside the passphrase: a kit each, and one e-mail address."""

from network.access import actions, kit
from network.access.models import RecoveryCode

ADDRESSES = {"member": "canary-member@example.org"}


def load(accounts):
    """Give each account of `accounts` (by handle) what is missing; may be repeated."""
    _give_kits([account for account in accounts.values() if not kit.left(account)])
    for handle, address in ADDRESSES.items():
        if accounts[handle].sealed_email != address:
            actions.set_email(by=accounts[handle], address=address, recovers=False)


def _give_kits(accounts):
    # One kit for all, whose codes nobody has: 140 hashes would take longer than the whole site.
    if not accounts:
        return
    first, *others = accounts
    kit.make_kit(first)
    for code in first.recovery_codes.all():
        RecoveryCode.objects.bulk_create(
            RecoveryCode(
                member=account,
                number=code.number,
                hash=code.hash,
                made_at=code.made_at,
                trusted_from=code.trusted_from,
            )
            for account in others
        )
