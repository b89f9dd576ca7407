"""Telling a member something inside the portal, and by mail as far as she wants it."""

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import gettext_lazy as _

from home.mail import actions as mail
from network import doorbell, policy
from network.access.models import Lockdown
from network.contact.models import ContactCard, Notice
from network.members.models import today

ANY = _("There is an update.")
_WORDS = {}
_TEMPLATES = {
    ContactCard.MailLevel.DISCREET: "network/contact/mail/discreet",
    ContactCard.MailLevel.FULL: "network/contact/mail/full",
}


def declare_notice(kind, text):
    """Allow notices of this kind, with these constant words (no name, no cause); return the kind."""
    if kind in _WORDS:
        raise ValueError(f"The notice '{kind}' is declared twice.")
    _WORDS[kind] = text
    return kind


def words_of(kind):
    """Return what a member reads for a kind of notice."""
    return _WORDS.get(kind, ANY)


def declared():
    """Return all kinds and their words, for those who check the words."""
    return dict(_WORDS)


def tell(*, member, kind, path=""):
    """
    Leave a notice for a member and return it; mail goes out when the transaction is kept.

    `kind` must be declared (else KeyError); `path` is an opaque address below /network/ or /account/.
    """
    if kind not in _WORDS:
        raise KeyError(kind)
    notice = Notice.objects.create(member=member, kind=kind, path=_for_all_languages(path))
    _mail(member, kind)
    doorbell.ring_notice(member.pk)
    return notice


def _for_all_languages(path):
    # Whoever tells may read another language, which is nobody's business and no help to her.
    return translate_url(path, settings.LANGUAGE_CODE)


def _mail(member, kind):
    card = ContactCard.objects.filter(member=member).first()
    if card is None or card.mail_level not in _TEMPLATES or not _may_be_mailed(member):
        return
    mail.send(
        to=member.sealed_email,
        template=_TEMPLATES[card.mail_level],
        context={"words": words_of(kind)},
        language=card.mail_language,
        # One a day at most: how many come, and when, tells something by itself.
        dedupe_key=f"notice to {member.public_id} {today()}",
        about=member.mail_about,
    )


def _may_be_mailed(member):
    if not policy.may_enter_network(member) or not member.sealed_email:
        return False
    return not Lockdown.objects.filter(member=member).exists()
