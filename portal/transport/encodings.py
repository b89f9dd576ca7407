"""Which of the kept encodings a client takes best, and the making of them."""

import gzip
from functools import lru_cache

import brotli

# In the order of our own liking; a client's q-values go first.
PREFERRED = ("br", "gzip", "identity")
# Brotli's levels: a tenth smaller for four times the work, and for little work.
BEST, QUICK = 11, 9
_LONGEST_HEADER = 200
_WORTH_BYTES = 512
_TEXT = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")


@lru_cache(maxsize=256)
def choose(accept_encoding):
    """Return the names of encodings in the order a client's header (bytes) wants them."""
    if len(accept_encoding) > _LONGEST_HEADER:
        return ("identity",)
    wanted = {}
    for part in accept_encoding.decode("latin1").lower().split(","):
        name, _, parameter = part.strip().partition(";")
        wanted[name.strip()] = _quality(parameter)
    rest = wanted.get("*", 0.0)
    # Identity is always acceptable unless it is refused by name or by "*".
    weights = {name: wanted.get(name, rest) for name in ("br", "gzip")}
    weights["identity"] = wanted.get("identity", rest if "*" in wanted else 0.0001)
    allowed = [name for name in PREFERRED if weights[name] > 0]
    # sorted() is stable: equal weights keep our order.
    return tuple(sorted(allowed, key=lambda name: -weights[name])) or ("identity",)


def _quality(parameter):
    """Return the q-value; a broken one counts as refused."""
    if not parameter.strip():
        return 1.0
    name, _, value = parameter.partition("=")
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if name.strip() == "q" and 0 <= quality <= 1 else 0.0


def encoded(body, content_type, *, effort=BEST):
    """Return the bytes by encoding: each smaller one once and for all."""
    variants = {"identity": body}
    if len(body) >= _WORTH_BYTES and content_type.startswith(_TEXT):
        for name, small in (
            ("gzip", gzip.compress(body, 9, mtime=0)),
            ("br", brotli.compress(body, mode=brotli.MODE_TEXT, quality=effort)),
        ):
            if len(small) < len(body):
                variants[name] = small
    return variants
