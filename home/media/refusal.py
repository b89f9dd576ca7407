"""What every upload, picture or document, must meet before anybody looks inside."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 10 * 1024 * 1024


class RefusalError(ValidationError):
    """A file that we do not take; the message says what is wrong and what to do."""


def read_limited(content):
    """Return the bytes of a Django `File`; raise `RefusalError` when it is empty or above `MAX_BYTES`."""
    content.seek(0)
    data = content.read(MAX_BYTES + 1)
    if not data:
        raise RefusalError(_("This file is empty. Choose another file."), code="empty")
    if len(data) > MAX_BYTES:
        raise RefusalError(
            _("This file is larger than 10 MB. Make it smaller and choose it again."),
            code="too_large",
        )
    return data


def extension(name):
    """Return the extension of a file name in small letters, without the dot."""
    return PurePath(name or "").suffix.lower().removeprefix(".")
