"""The housekeeping that every deployment needs."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.jobs.publishing import expire_due, publish_due
from home.jobs.registry import periodic, retention


@periodic(
    "publish_scheduled",
    every=timedelta(minutes=1),
    title=gettext_lazy("Pages go live and expire at their set time"),
)
def publish_scheduled(now):
    expired, errors = expire_due(now)
    published, more_errors = publish_due(now)
    if errors := errors + more_errors:
        raise errors[0]
    return _("%(published)d published, %(expired)d expired.") % {
        "published": published,
        "expired": expired,
    }


@retention(
    "prune_task_results",
    rule=gettext_lazy("Finished background tasks are kept for 3 days, failed ones for 14."),
)
def prune_task_results(now):
    return DBTaskResult.objects.filter(
        Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lte=now - timedelta(days=3))
        | Q(status=TaskResultStatus.FAILED, finished_at__lte=now - timedelta(days=14))
    )


@periodic(
    "clean_cache",
    every=timedelta(hours=1),
    title=gettext_lazy("Entries of the database cache that have run out are deleted"),
)
def clean_cache(now):
    # Django itself deletes them only when the table is full.
    count = 0
    for cache in (caches[alias] for alias in settings.CACHES):
        if isinstance(cache, DatabaseCache):
            table = connection.ops.quote_name(cache._table)
            expires = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [expires])  # noqa: S608
                count += cursor.rowcount
    return ngettext("%(count)d entry deleted.", "%(count)d entries deleted.", count) % {
        "count": count
    }
