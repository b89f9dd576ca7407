"""How often one network may try something, counted under names that mean nothing tomorrow."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from home.mail.actions import take_allowance

MAILS_OF_A_NETWORK = 30  # a day


def count_try(request, what, who=""):
    """
    Count one try of this network, and of it for `who`; raise ValidationError when there were too many.

    As at sign-in: whoever tries a stranger's handle locks out only their own network.
    """
    tried = f"{get_adapter().get_client_ip(request)}:{who.strip().lower()}"
    key = salted_hmac(f"tries {what}", tried, algorithm="sha256").hexdigest()
    if not ratelimit.consume(request, action="login_failed", key=key):
        raise get_adapter().validation_error("rate_limited")


def may_mail(request):
    """Count one mail that this network asks for; return False when the day's are used up."""
    network = get_adapter().get_client_ip(request)
    return take_allowance(to=network, form="code network", at_most=MAILS_OF_A_NETWORK)


def too_many_mails():
    return ValidationError(
        _("Too many codes were asked for from your network today. Please try again tomorrow."),
        code="rate_limited",
    )
