"""Two plain answers for machines: alive, and ready. Neither says anything to strangers."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def healthz(request):
    """Say "ok" as long as the process answers; asks neither the database nor the cache."""
    return plain("ok")


@require_safe
def readyz(request):
    """Say "ready" when database, migrations and cache are there, else 503 without the reason."""
    if all(check() for check in CHECKS):
        return plain("ready")
    return plain("not ready", status=503)


def plain(word, status=200):
    response = HttpResponse(word, status=status, content_type="text/plain; charset=utf-8")
    if status == 503:
        response["Retry-After"] = "5"
    return response


def database_is_migrated():
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def cache_answers():
    try:
        cache.set("ready", 1, timeout=10)
        return cache.get("ready") == 1
    except Exception:
        return False


CHECKS = [database_is_migrated, cache_answers]
