"""Pages kept in the memory of this process, bounded by bytes, trusted only while the database agrees."""

import threading
import time
from collections import OrderedDict

from django.conf import settings

# A reading of the counter older than this proves nothing: answer from Django instead.
TRUST_SECONDS = 1.0
# The last line, in case a change was committed by something that never called `purge()`.
MAX_AGE_SECONDS = 600
# One page may take this much, so that a single one cannot push out all others.
MAX_PAGE_BYTES = 2 * 1024 * 1024


class Shelf:
    """Least recently used pages go first when their bytes pass the bound."""

    def __init__(self, max_bytes):
        self.max_bytes = max_bytes
        self.bytes = 0
        self._pages = OrderedDict()

    def __len__(self):
        return len(self._pages)

    def get(self, key):
        page = self._pages.get(key)
        if page is None:
            return None
        try:
            self._pages.move_to_end(key)
        except KeyError:  # Dropped by another thread between the two lines.
            return None
        return page

    def put(self, key, page):
        old = self._pages.pop(key, None)
        self.bytes += page.size - (old.size if old else 0)
        self._pages[key] = page
        while self.bytes > self.max_bytes:
            _, oldest = self._pages.popitem(last=False)
            self.bytes -= oldest.size

    def clear(self):
        self._pages.clear()
        self.bytes = 0


class Store:
    """Kept pages by key; `generation` changes whenever anything public changed.

    Addresses with a query string have a shelf of their own, so that a stranger who tries many
    of them pushes out no plain page.
    """

    def __init__(self, max_bytes):
        self.generation = 0
        self._plain = Shelf(max_bytes * 3 // 4)
        self._queried = Shelf(max_bytes // 4)
        self._lock = threading.Lock()
        self._version = None
        self._confirmed_at = float("-inf")

    def __len__(self):
        return len(self._plain) + len(self._queried)

    @property
    def bytes(self):
        return self._plain.bytes + self._queried.bytes

    @property
    def trusted(self):
        """Whether the database's counter was read a moment ago."""
        return time.monotonic() - self._confirmed_at <= TRUST_SECONDS

    def get(self, key, *, queried=False):
        """Return the kept page, or None when there is none or it cannot be trusted now."""
        if not self.trusted:
            return None
        now = time.monotonic()
        page = (self._queried if queried else self._plain).get(key)
        if page is None or now - page.made_at > MAX_AGE_SECONDS:
            return None
        return page

    def put(self, key, page, *, generation, queried=False):
        """Keep a page that was begun at `generation`; refuse it when something changed since."""
        if page.size > MAX_PAGE_BYTES:
            return False
        with self._lock:
            if generation != self.generation:
                return False
            (self._queried if queried else self._plain).put(key, page)
            return True

    def drop(self):
        """Forget everything, and everything that is being rendered right now."""
        with self._lock:
            self.generation += 1
            self._plain.clear()
            self._queried.clear()

    def confirm(self, version, *, at):
        """Take note that the database's counter was `version` at monotonic time `at` (seconds)."""
        if version != self._version:
            self._version = version
            self.drop()
        self._confirmed_at = at


pages = Store(settings.PAGE_CACHE_BYTES)
