"""Saying how one may be reached, and seeing notices."""

from django.db import transaction

from network import policy
from network.contact.models import ContactCard, Notice
from network.contact.rules import PARTS, new_end


@transaction.atomic
def save_card(*, by, phone, rules, mail_level, mail_language):
    """
    Keep how `by` may be reached, and return her ContactCard; rules hold for six months from today.

    `rules` is a dict with some of the keys of rules.PARTS; an empty one means "never contact me
    outside". Not audited: the log is read by others.
    """
    policy.require(policy.may_enter_network(by))
    if unknown := rules.keys() - PARTS.keys():
        raise ValueError(f"These are no rules: {sorted(unknown)}.")
    card = ContactCard.objects.select_for_update().filter(member=by).first()
    card = card or ContactCard(member=by)
    card.sealed_phone = phone or None
    card.sealed_rules = rules or None
    card.rules_until = new_end() if rules else None
    card.told_of_end = False
    card.mail_level, card.mail_language = mail_level, mail_language
    card.save()
    return card


def see_notices(*, by):
    """Mark all notices of a member as seen."""
    policy.require(policy.may_enter_network(by))
    Notice.objects.filter(member=by, seen=False).update(seen=True)
