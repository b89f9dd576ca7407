"""Whether a passphrase stands in published lists of stolen ones; asked offline, nothing leaves."""

import hashlib
import mmap
import re
from functools import lru_cache
from pathlib import Path

# 150,000 entries, all of twelve characters and more, because shorter ones are refused anyway: those
# among the million most common, and more of letters or digits alone. script/known_passphrases.py
# makes the file and names its sources.
KNOWN = Path(__file__).with_name("known_passphrases.bin")
# Of a hash; one good passphrase in 28,000 is refused by chance.
BYTES = 4
SHORTEST = 12


def plain(passphrase):
    """Return a passphrase as it is compared: no difference of case, no spaces, no punctuation."""
    return re.sub(r"[\W_]+", "", passphrase.casefold())


def trace(text):
    return hashlib.sha256(text.encode()).digest()[:BYTES]


@lru_cache(maxsize=1)
def _traces():
    # Mapped, not read: all processes share the few pages that a search touches.
    with KNOWN.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def count():
    """Return how many entries the list has."""
    return len(_traces()) // BYTES


def is_known(passphrase):
    """Tell whether the list has this passphrase, by halving: some 17 looks."""
    wanted, traces = trace(plain(passphrase)), _traces()
    low, high = 0, count()
    while low < high:
        middle = (low + high) // 2
        found = traces[middle * BYTES : (middle + 1) * BYTES]
        if found == wanted:
            return True
        low, high = (middle + 1, high) if found < wanted else (low, middle)
    return False
