"""How long a text may be, and how often in a day somebody may do something."""

from datetime import UTC, datetime, time, timedelta

from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.mail.actions import take_allowance


class TooMany(Exception):  # noqa: N818 - a state that people meet, not a fault
    """The day's number is used up; `retry_after` is in seconds, until the next day (UTC)."""

    def __init__(self):
        now = timezone.now()
        tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=UTC)
        self.retry_after = int((tomorrow - now).total_seconds()) + 1
        super().__init__("Too many in one day.")


def at_most(characters):
    """Return a validator for a form's field; max_length would let the browser cut without a word."""
    return MaxLengthValidator(
        characters, _("%(limit_value)d characters at most. You wrote %(show_value)d.")
    )


def count(*, by, deed, at_most):
    """Count one `deed` (a fixed word) of a member; raise TooMany beyond `at_most` in a day.

    Counted under a keyed name that is another one every day.
    """
    if not take_allowance(to=by.public_id, form=deed, at_most=at_most):
        raise TooMany
