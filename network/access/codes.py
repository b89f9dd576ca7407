"""Codes that people copy by hand: no two signs that look alike, small and capital letters the same."""

import secrets

# Crockford's base 32: each sign is worth 5 bits.
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
ALIKE = str.maketrans("ilo", "110")


def new_code(signs):
    """Return that many random signs, ungrouped."""
    return "".join(secrets.choice(SIGNS) for _ in range(signs))


def grouped(code, size):
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def as_typed(text):
    """Return what a person meant: without spaces and hyphens, look-alikes made one."""
    return "".join(text.split()).replace("-", "").lower().translate(ALIKE)
