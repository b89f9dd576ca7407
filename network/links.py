"""Where a link in what a member wrote leads: to a page of ours first, that says so."""

from django.core.signing import Signer
from django.urls import reverse

SALT = "network.out"


def outbound(address):
    """Return our own address for a link to `address` (https); signed, so that we open no doors."""
    return f"{reverse('network:out')}?to={Signer(salt=SALT).sign_object(address)}"


def target_of(token):
    """Return the address behind a link of ours, or raise BadSignature."""
    return Signer(salt=SALT).unsign_object(token)
