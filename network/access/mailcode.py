"""A code by mail that proves a mailbox: to the browser that asked, for ten minutes, five tries.

Nobody is looked up when a code is asked for or typed: known and unknown addresses get the same mail,
the same answers and the same work. That is so to the end: a code that never worked would tell whoever
reads the mailbox, after one try, that its owner has no account here.
"""

import time

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.mail import actions as mail
from home.sealing.indexes import normalise_email
from network.access.codes import as_typed, grouped, new_code

SIGNS = 8  # 40 bits
LIFE = 10 * 60  # seconds
TRIES = 5


def send(request, purpose, address, *, a_day, **facts):
    """Mail a code to `address`, at most `a_day` for each purpose, and bind it to this session.

    `facts` are kept for `prove`. Costs one hash, whether a mail leaves or not.
    """
    code = new_code(SIGNS)
    pending = {"hash": make_password(code), "address": address, "at": time.time(), "tries": 0}
    if mail.take_allowance(to=address, form=f"code {purpose}", at_most=a_day):
        _mail(address, code)
    elif (before := waiting(request, purpose)) and _is_same(before["address"], address):
        # The code that was mailed to this browser a moment ago goes on.
        pending = before
    request.session[_key(purpose)] = pending | facts


def waiting(request, purpose):
    """Return what this session waits for a code for (a dict with `address` and the facts), or None."""
    pending = request.session.get(_key(purpose))
    if pending and time.time() - pending["at"] < LIFE and pending["tries"] < TRIES:
        return pending
    return None


def prove(request, purpose, code):
    """Return what the session waited for when the code is right; costs one hash in any case.

    Raises ValidationError. A code works once.
    """
    pending = waiting(request, purpose)
    if pending is None:
        make_password(code)
    elif check_password(as_typed(code), pending["hash"]):
        del request.session[_key(purpose)]
        return pending
    else:
        request.session[_key(purpose)] = pending | {"tries": pending["tries"] + 1}
    raise ValidationError(
        _("The code is not right, or older than ten minutes. Check it, or ask for a new one."),
        code="incorrect_code",
    )


def _mail(address, code):
    mail.send(
        to=address,
        template="network/access/mail/code",
        context={"code": grouped(code, 4).upper()},
        language=get_language(),
    )


def _is_same(one, other):
    return normalise_email(one) == normalise_email(other)


def _key(purpose):
    return f"code {purpose}"
