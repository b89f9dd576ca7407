"""Values made from public records, kept by each process exactly as long as its pages are."""

from home.pagecache.store import pages


class Memo:
    """Remembers what `make` returned until anything public changes; else makes it each time."""

    def __init__(self, store=pages):
        self.store = store
        self._values = {}

    def get(self, key, make):
        """Return the value of `key`, made by `make()` when none is kept or trusted."""
        generation = self.store.generation
        if not self.store.trusted:
            return make()
        kept = self._values.get(key)
        if kept and kept[0] == generation:
            return kept[1]
        value = make()
        # A later reader compares the generation, so that nothing made before a change survives it.
        self._values[key] = (generation, value)
        return value


memo = Memo()
