"""How often in a day somebody may do something, counted under keyed names that change every day."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from home.mail.actions import take_allowance


class TooMany(Exception):  # noqa: N818 - a state that people meet, not a fault
    """The day's number is used up; `retry_after` is in seconds, until the next day (UTC)."""

    def __init__(self):
        now = timezone.now()
        tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=UTC)
        self.retry_after = int((tomorrow - now).total_seconds()) + 1
        super().__init__("Too many in one day.")


def count(*, by, deed, at_most):
    """Count one `deed` (a fixed word) of a member; raise TooMany beyond `at_most` in a day."""
    if not take_allowance(to=by.public_id, form=deed, at_most=at_most):
        raise TooMany
