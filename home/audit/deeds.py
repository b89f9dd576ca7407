"""The deeds that may be recorded, each with the facts it may carry. Closed: nothing else is written.

A slice declares its deeds beside its acts:

    EXPORTED = declare("petition.exported", _("Petition exported"), rows=NUMBER, format=one_of("csv"))

There is no kind of fact for words, so no story, name or address can get in by mistake.
"""

import re
import uuid

DEED = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,3}\Z")
PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{22}\Z")  # 128 random bits, base64
DIGEST_FORM = re.compile(r"[0-9a-f]{64}\Z")
LARGEST = 2**63 - 1

_declared = {}


class UndeclaredError(ValueError):
    """A deed, or one of its facts, was not declared in this form."""


def NUMBER(value):  # noqa: N802 - read as a constant in declarations
    """A whole number or yes/no. No fractions: their spelling differs between databases."""
    return isinstance(value, int) and abs(value) <= LARGEST


def ID(value):  # noqa: N802
    """The id of a row: a number, a UUID or a random public id of 22 characters."""
    if isinstance(value, str):
        return bool(PUBLIC_ID.match(value)) or _is_uuid(value)
    return NUMBER(value) or isinstance(value, uuid.UUID)


def DIGEST(value):  # noqa: N802
    """A SHA-256 in 64 hexadecimal digits."""
    return isinstance(value, str) and bool(DIGEST_FORM.match(value))


def one_of(*choices):
    """One of these fixed words."""
    return lambda value: isinstance(value, str) and value in choices


def declare(name, label, /, **facts):
    """Allow a deed to be recorded, with these facts (name to kind); returns its name."""
    if not DEED.match(name) or len(name) > 64:
        raise UndeclaredError(f"'{name}' is no name for a deed. Use small words: 'thing.done'.")
    if name in _declared:
        raise UndeclaredError(f"The deed '{name}' is declared twice.")
    _declared[name] = (label, facts)
    return name


def is_declared(name):
    """Tell whether a deed of this name may be recorded."""
    return name in _declared


def label_of(name):
    """Return what people read for a deed; its name when it is no longer declared."""
    return _declared[name][0] if name in _declared else name


def checked_facts(name, facts):
    """Return `facts` ready to be written as JSON, or raise UndeclaredError (without the value)."""
    if name not in _declared:
        raise UndeclaredError(f"The deed '{name}' is not declared.")
    allowed = _declared[name][1]
    for key, value in facts.items():
        if key not in allowed or not allowed[key](value):
            raise UndeclaredError(f"The deed '{name}' does not carry such a fact as '{key}'.")
    return {k: str(v) if isinstance(v, uuid.UUID) else v for k, v in facts.items()}


def _is_uuid(text):
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
