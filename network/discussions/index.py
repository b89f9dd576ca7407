"""Search over sealed words: each word has a keyed name, and only equal names can be found."""

import hmac
import unicodedata

from django.db import transaction
from django.db.models import Count, Q

from home.sealing.indexes import key_for
from home.search.words import searchable
from network.discussions.models import Message, Word

LABEL = "network.word.token"
# Words are compared without a plural's s and by their beginning, so that endings do not hide them.
STEM = 6
MOST_WORDS_OF_A_MESSAGE = 600


def tokens_of(text):
    """Return the keyed names of a message's words; outside the transaction, as it takes a while."""
    return sorted(tokens(text, MOST_WORDS_OF_A_MESSAGE))


def write(message, found):
    """Index a new message in the transaction that writes it: one statement, no second commit."""
    Word.objects.bulk_create(Word(message=message, token=token) for token in found)


@transaction.atomic
def renew(message_id):
    """Index one message as it stands now; safe to repeat."""
    message = Message.objects.select_for_update(no_key=True).filter(pk=message_id).first()
    if message is None:
        return
    message.words.all().delete()
    if message.sealed_body is not None:
        write(message, tokens_of(message.sealed_body))


def matching(messages, text):
    """Return those of a queryset of messages that hold every word of `text`, newest first."""
    wanted = tokens(searchable(text), 12)
    if not wanted:
        return messages.none()
    readable = messages.filter(state=Message.State.SHOWN)
    hits = Count("words", filter=Q(words__token__in=wanted), distinct=True)
    return readable.annotate(hits=hits).filter(hits=len(wanted)).order_by("-posted_at")


def tokens(text, most):
    """Return the keyed names (signed 64 bits) of the first `most` different words of a text."""
    key = key_for(LABEL)
    found = {}
    for word in _words(text):
        found.setdefault(word, None)
        if len(found) == most:
            break
    return {_token(key, word) for word in found}


def _words(text):
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(
        sign if unicodedata.category(sign)[0] in "LN" else " " for sign in _joined(plain)
    )
    return (_stem(word) for word in kept.split())


def _stem(word):
    return (word.removesuffix("s") if len(word) > 4 else word)[:STEM]


def _joined(text):
    # Accents and vowel signs belong to their letter: left out, so that she finds it either way.
    return (sign for sign in text if not unicodedata.combining(sign))


def _token(key, word):
    digest = hmac.digest(key, word.encode(), "sha256")[:8]
    return int.from_bytes(digest, "big", signed=True)
