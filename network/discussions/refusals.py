"""Why something was not written: a code for programs, a sentence for people, a status for both."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """The act was not done. `retry_after` is in whole seconds."""

    STATUS = {
        "invalid": 422,
        "too_large": 413,
        "no_room": 404,
        "forbidden": 403,
        "muted": 403,
        "locked": 409,
        "slow_mode": 429,
        "rate_limited": 429,
        "client_id_conflict": 409,
        "stale_revision": 409,
        "edit_window": 409,
        "unavailable": 503,
    }
    SENTENCES = {
        "no_room": _("There is no such room."),
        "forbidden": _("Only the author can change a message."),
        "locked": _("This room is closed for new messages. Your text is still here."),
        "slow_mode": _(
            "This room takes a message from each person once in a while. Wait a little."
        ),
        "rate_limited": _("That was quick. Wait a few seconds, then send it again."),
        "client_id_conflict": _(
            "Another text was already sent from this form. Open the room again."
        ),
        "stale_revision": _(
            "The message changed meanwhile. Look at it again before you change it."
        ),
        "edit_window": _("A message can be changed for 24 hours. Write a new one instead."),
        "unavailable": _("It is not certain that the message arrived. Send it again."),
    }

    def __init__(self, code, sentence=None, *, retry_after=None, fields=None):
        super().__init__(code)
        self.code = code
        self.sentence = sentence or self.SENTENCES[code]
        self.status = self.STATUS[code]
        self.retry_after = retry_after
        self.fields = fields or {}
