"""What may stand in a log: what happened and where in the code. Never an address or anybody's words."""

import logging
import traceback


class DiscreetFormatter(logging.Formatter):
    """Writes the pattern of a message without its values, and errors by class and place.

    Addresses hold the keys of mails, and the words of an error quote what somebody typed.
    """

    def format(self, record):
        """Return the record as text: one line, then one for each place that an error came through."""
        head = f"{self.formatTime(record)} {record.levelname} {record.name}: {_what(record)}"
        return "\n".join([head, *_places(record.exc_info)])


def _what(record):
    status = getattr(record, "status_code", None)
    if status:
        return str(status)
    # Whoever gives no values has put them into the text, as Django does for a wrong host.
    if record.name.startswith("django.") and not record.args:
        return "see the class of the error" if record.exc_info else "refused"
    return str(record.msg).partition("\n")[0]


def _places(exc_info):
    if not exc_info or not exc_info[0]:
        return
    for place in traceback.extract_tb(exc_info[2]):
        yield f"  {place.filename}:{place.lineno} {place.name}"
    yield f"  {exc_info[0].__module__}.{exc_info[0].__qualname__}"
