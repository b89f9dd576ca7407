"""Ask for the newsletter, confirm, choose, leave."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from home.mail import actions as mail
from home.newsletter import consent, links
from home.newsletter.models import PendingSubscription, Subscriber
from home.sealing.indexes import normalise_email

TOKEN_LIFE = timedelta(days=7)
MAILS_A_DAY = 5


class LinkSpent(Exception):  # noqa: N818 it is a state that people meet, not a fault
    """A confirmation link was used before, or is older than seven days, or was never made."""


@transaction.atomic
def ask(*, address, topics, language):
    """Note a wish for the newsletter and mail its address a link to confirm it.

    Does the same for every address, known or not: nobody learns who subscribes. Beyond five mails
    to one address in a day it does nothing.
    """
    if not mail.take_allowance(to=address, form="newsletter", at_most=MAILS_A_DAY):
        return
    token, token_hash = links.new_token()
    PendingSubscription.objects.create(
        address=address,
        topics=topics,
        language=language,
        consent_version=consent.VERSION,
        token_hash=token_hash,
        asked_at=timezone.now(),
    )
    leave = links.absolute("unsubscribe", links.key_of(address), language)
    mail.send(
        to=address,
        template="home/mail/newsletter_confirm",
        context={"confirm": links.absolute("confirm", token, language), "leave": leave},
        language=language,
        about=_about(address),
        unsubscribe_url=leave,
    )


def find_pending(*, token, now=None):
    """Return the wish that a confirmation token belongs to; raise LinkSpent when there is none."""
    since = (now or timezone.now()) - TOKEN_LIFE
    wishes = PendingSubscription.objects.filter(asked_at__gt=since)
    wish = wishes.filter(token_hash=links.hash_of(token)).first()
    if wish is None:
        raise LinkSpent
    return wish


@transaction.atomic
def confirm(*, token, now=None):
    """Subscribe the address that got this token, and return the Subscriber. Raises LinkSpent."""
    now = now or timezone.now()
    wish = find_pending(token=token, now=now)
    # Whoever deletes the wish may use it: of two posts at once one finds nothing.
    deleted, _per_model = PendingSubscription.objects.filter(pk=wish.pk).delete()
    if not deleted:
        raise LinkSpent
    chosen = {
        "topics": wish.topics,
        "language": wish.language,
        "consent_version": wish.consent_version,
        "confirmed_at": now,
    }
    subscriber, _created = Subscriber.objects.update_or_create(
        address_index=wish.address,
        defaults=chosen,
        create_defaults={"address": wish.address, **chosen},
    )
    return subscriber


@transaction.atomic
def choose(*, subscriber, topics, language):
    """Change what a subscriber reads."""
    subscriber.topics = topics
    subscriber.language = language
    subscriber.save(update_fields=["topics", "language"])
    return subscriber


@transaction.atomic
def unsubscribe(*, address):
    """Erase an address: the subscription, wishes not yet confirmed, and mail about to be sent.

    Nothing is kept, not even a hash: only confirmed addresses are ever written to, so an erased
    one needs no list to be left alone.
    """
    Subscriber.objects.filter(address_index=address).delete()
    PendingSubscription.objects.filter(address_index=address).delete()
    mail.cancel(about=_about(address))


def _about(address):
    return f"newsletter {normalise_email(address)}"
