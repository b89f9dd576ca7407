"""Sessions in the database, sealed: a copy of the table tells neither who nor what, and opens none."""

import hashlib
import json

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from home.sealing.cipher import Tampered, seal, unseal


def row_of(session_key):
    """Return the name of the row (40 hex digits) for the key that stands in somebody's cookie."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    def encode(self, session_dict):
        return seal(json.dumps(session_dict), context=self._context())

    def decode(self, session_data):
        try:
            return json.loads(unseal(session_data, context=self._context()))
        except Tampered:
            # Moved from another row, or older than the keys: nobody is signed in.
            return {}

    def load(self):
        row = self._rows(self.session_key).filter(expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def exists(self, session_key):
        return self._rows(session_key).exists()

    def delete(self, session_key=None):
        if session_key := session_key or self.session_key:
            self._rows(session_key).delete()

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.session_key = row_of(row.session_key)
        return row

    # The database's own asynchronous ways would look for the key itself.
    aload, aexists, adelete = SessionBase.aload, SessionBase.aexists, SessionBase.adelete
    acreate, asave = SessionBase.acreate, SessionBase.asave

    def _rows(self, session_key):
        return self.model.objects.filter(session_key=row_of(session_key or ""))

    def _context(self):
        return f"session|{self.session_key}"
