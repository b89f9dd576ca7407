from django.db import transaction
from django.db.models import F

from home.pagecache.models import PublicVersion
from home.pagecache.store import pages


@transaction.atomic
def purge():
    """Make every process forget all kept pages as soon as the current transaction commits.

    This process forgets at once after the commit, the others within a second. Nothing happens
    when the transaction rolls back. Changes made by `QuerySet.update()` send no signal: whoever
    changes something public that way calls this in the same transaction.
    """
    row = PublicVersion.objects.filter(pk=PublicVersion.THE_ROW)
    if not row.update(version=F("version") + 1):
        PublicVersion.objects.get_or_create(pk=PublicVersion.THE_ROW)
        row.update(version=F("version") + 1)
    transaction.on_commit(pages.drop)
