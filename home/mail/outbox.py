"""Mail for development: one readable file per mail instead of a server."""

import os
import threading
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class OutboxBackend(BaseEmailBackend):
    """Writes each mail as `.eml` below settings.EMAIL_FILE_PATH; names sort by time."""

    def send_messages(self, email_messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            moment = timezone.now().strftime("%Y%m%dT%H%M%S.%fZ")
            name = f"{moment}-{os.getpid()}-{threading.get_native_id()}"
            draft = folder / f".{name}.part"
            draft.write_bytes(message.message().as_bytes(linesep="\r\n"))
            # Renamed when whole: nobody who watches the folder reads half a mail.
            draft.rename(folder / f"{name}.eml")
        return len(email_messages)
