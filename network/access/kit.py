"""The recovery kit: ten codes on paper, each works once, in place of the app, the key or the passphrase.

A code is one digit, which says where its hash stands, and 20 signs of 5 bits: 100 bits of chance. So a
try costs one Argon2 hash, and so does a try for somebody who does not exist.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from network.access import trust
from network.access.codes import SIGNS, as_typed, grouped, new_code
from network.access.models import RecoveryCode

CODES = 10
SECRET_SIGNS = 20
GROUP = 5


@dataclass(frozen=True)
class Found:
    """A code that is right and not used yet; `spend` uses it."""

    row: RecoveryCode
    trusted_from: datetime

    def spend(self):
        """Use the code up and return whether it was still there: of two tries at once one wins."""
        spent, _per_model = RecoveryCode.objects.filter(pk=self.row.pk, hash=self.row.hash).delete()
        return bool(spent)


def make_kit(member):
    """Replace the member's kit and return the ten new codes, which are kept nowhere in clear."""
    now = timezone.now()
    trusted_from = trust.trusted_from(member, now)
    secrets = [new_code(SECRET_SIGNS) for _ in range(CODES)]
    member.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(
            member=member,
            number=number,
            hash=make_password(secret),
            made_at=now,
            trusted_from=trusted_from,
        )
        for number, secret in enumerate(secrets)
    )
    return [f"{number}-{grouped(secret, GROUP)}" for number, secret in enumerate(secrets)]


def is_like_a_code(text):
    """Tell whether this has the form of a code of a kit (an app shows six digits)."""
    typed = as_typed(text)
    return len(typed) == SECRET_SIGNS + 1 and typed[0].isdigit() and set(typed) <= set(SIGNS)


def find(member, text):
    """Return Found for a right code, else None; `member` None stands for nobody and costs the same."""
    typed = as_typed(text)
    row = None
    if member is not None and is_like_a_code(text):
        row = member.recovery_codes.filter(number=typed[0]).first()
    if row is None:
        make_password(typed)
        return None
    return Found(row, row.trusted_from) if check_password(typed[1:], row.hash) else None


def left(member):
    """Return how many codes of the kit are unused."""
    return member.recovery_codes.count()
