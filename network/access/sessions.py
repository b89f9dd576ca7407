"""Sessions in the database, sealed: a copy of the table opens none and tells days, not times."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, IntegrityError, router, transaction
from django.utils import timezone

from home.sealing.cipher import Tampered, seal, unseal
from network import doorbell

CHANGING = ("session_data", "expire_date", "member", "seen_on")


def row_of(session_key):
    """Return the name of the row (40 hex digits) for the key that stands in somebody's cookie."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


def end(rows):
    """Delete a queryset of sessions and ring for their members: open sockets end, too; returns how many."""
    members = set(rows.values_list("member", flat=True)) - {None}
    ended, _per_model = rows.delete()
    for member_id in members:
        doorbell.ring_person(member_id)
    return ended


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        from network.access.models import OpenSession

        return OpenSession

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

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        row = self.create_model_instance(self._get_session(no_load=must_create))
        using = router.db_for_write(self.model, instance=row)
        try:
            with transaction.atomic(using=using):
                if must_create:
                    row.save(force_insert=True, using=using)
                else:
                    # Not the label and the day of start, which stand in the row alone.
                    row.save(update_fields=CHANGING, using=using)
        except IntegrityError:
            if must_create:
                raise CreateError from None
            raise
        except DatabaseError:
            if not must_create:
                raise UpdateError from None
            raise
        return None

    def cycle_key(self):
        """Give the session a new key and keep its row, with the label and the day of start."""
        data, before = self._get_session(), self.session_key
        self._session_key = self._get_new_session_key()
        kept = self._rows(before).update(
            session_key=row_of(self.session_key), session_data=self.encode(data)
        )
        if not kept:
            self.create()
        self._session_cache, self.modified = data, True

    def delete(self, session_key=None):
        if session_key := session_key or self.session_key:
            end(self._rows(session_key))

    def create_model_instance(self, data):
        return self.model(
            session_key=row_of(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=_end_of_day(self.get_expiry_date()),
            member_id=data.get(SESSION_KEY),
        )

    # The database's own asynchronous ways would look for the key itself.
    aload, aexists, adelete = SessionBase.aload, SessionBase.aexists, SessionBase.adelete
    acreate, asave = SessionBase.acreate, SessionBase.asave

    def _rows(self, session_key):
        return self.model.objects.filter(session_key=row_of(session_key or ""))

    def _context(self):
        return f"session|{self.session_key}"


def _end_of_day(moment):
    # The exact end of a session would tell when it was last used; the sealed clock knows better.
    day = moment.astimezone(UTC).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
