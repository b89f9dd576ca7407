"""What a page hands out instead of a member's id: made where the viewer saw her, good for nobody else."""

import time
from datetime import timedelta

from home.sealing.cipher import Tampered, seal, unseal
from network import policy
from network.members.models import User

LIFE = timedelta(hours=12)  # as long as a session at most


def token_for(viewer, member):
    """Return a text for a form by which `viewer` can name `member`, whom she sees now."""
    return seal(f"{member.public_id} {int(time.time())}", context=_context(viewer))


def member_of(token, viewer):
    """Return the member whom a token names, or None: not ours, not hers, too old, nobody there now."""
    try:
        public_id, made_at = unseal(token, context=_context(viewer)).split()
    except Tampered:
        return None
    if time.time() - int(made_at) > LIFE.total_seconds():
        return None
    there = User.objects.filter(policy.there_for(viewer), public_id=public_id)
    return there.exclude(pk=viewer.pk).first()


def _context(viewer):
    return f"network.connections.token|{viewer.public_id}"
