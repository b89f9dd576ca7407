"""Everything that a database, a cache or a Redis holds, as text to search in."""

import pickle


def dump(connection):
    """Return every row of every table, read without any of our code."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        lines = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {quote(table)}")
            lines += [f"{table} {row!r}" for row in cursor.fetchall()]
    return "\n".join(lines)


def dump_cache(cache):
    """Return all keys and values of the default cache; the database's own is in its dump."""
    if hasattr(cache, "_cache") and isinstance(cache._cache, dict):
        return repr({key: pickle.loads(value) for key, value in cache._cache.items()})  # noqa: S301
    if hasattr(cache, "_cache"):
        redis = cache._cache.get_client()
        return repr({key: redis.dump(key) for key in redis.scan_iter("*")})
    return ""
