"""What a passphrase must be: long, not published, not made of words that everybody here knows."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.access.known import SHORTEST, is_known, plain

LONGEST = 256
# What must be left when the words that everybody here knows are taken out.
OWN_PART = 8
CONTEXT = {"passphrase", "password", "survivors", "survivor", "network", "members", "member", "gsn"}
SHORTEST_WORD = 3

HELP = gettext_lazy(
    "At least 12 characters, better 15 or more: four or five words that do not belong together. "
    "Spaces and every script are welcome."
)


class PassphraseValidator:
    """Django's interface for the rules; `user` may be an account that is not saved yet."""

    def validate(self, password, user=None):
        if len(password) < SHORTEST:
            raise ValidationError(
                _("This is too short. Use at least 12 characters: four or five words."),
                code="password_too_short",
            )
        if len(password) > LONGEST:
            raise ValidationError(
                _("A passphrase has at most 256 characters. Use a shorter one."),
                code="password_too_long",
            )
        if is_known(password):
            raise ValidationError(
                _("This one stands in lists of stolen passphrases. Choose another one."),
                code="password_too_common",
            )
        if len(_without(context_words(user), plain(password))) < OWN_PART:
            raise ValidationError(
                _("This is made of your handle, your name or words of this site. Add other words."),
                code="password_too_similar",
            )

    def get_help_text(self):
        return str(HELP)


def context_words(user=None):
    """Return the words that say nothing secret here: the site's, and of the handle and chosen name."""
    texts = [settings.WAGTAIL_SITE_NAME, getattr(user, "handle", ""), _chosen_name(user)]
    words = {plain(word) for text in texts for word in re.split(r"[\W_]+", text)}
    return {word for word in words | CONTEXT if len(word) >= SHORTEST_WORD}


def _chosen_name(user):
    # Profiles stand above this slice; an account that has one brings it along.
    profile = getattr(user, "profile", None) if getattr(user, "pk", None) else None
    return profile.sealed_pseudonym if profile else ""


def _without(words, text):
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text
