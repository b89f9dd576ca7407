"""The demo people of the contract, as far as accounts go."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from network.members import actions, roles
from network.members.models import User

PASSPHRASE = "lantern orchard mosaic 42"  # noqa: S105
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105

# handle: (role in the CMS, has a second factor)
PEOPLE = {
    "member": (None, False),
    "council": (None, True),
    "moderator": ("council-reviewer", True),
    "story-editor": ("story-editor", True),
    "advocacy-editor": ("advocacy-editor", True),
    "data-officer": ("data-officer", True),
    "admin": (roles.ADMINISTRATOR, True),
}


def load():
    """Create or repair the demo accounts and return them by handle; may be repeated."""
    return {handle: _load(handle, *facts) for handle, facts in PEOPLE.items()}


def _load(handle, role, has_second_factor):
    account = User.objects.filter(handle=handle).first() or User(handle=handle)
    if not account.check_password(PASSPHRASE):
        account.set_password(PASSPHRASE)
    account.save()
    if role:
        actions.appoint(by=None, account=account, role=role)
    if (
        has_second_factor
        and not Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()
    ):
        TOTP.activate(account, TOTP_SECRET)
    return account
