"""What the databases' searches are given: words, because signs mean something to them."""

import unicodedata

MAX_WORDS = 12
# Letters, numbers and the marks that belong to them.
KEPT = "LNM"


def searchable(text):
    """Return the first MAX_WORDS words of a text, or an empty string where it holds none."""
    kept = "".join(sign if unicodedata.category(sign)[0] in KEPT else " " for sign in text)
    return " ".join(kept.split()[:MAX_WORDS])
