"""Scheduled publishing and expiry of Wagtail's pages and snippets, by a clock that is passed in."""

from django.apps import apps
from django.db import transaction
from django.utils.dateparse import parse_datetime
from wagtail.models import DraftStateMixin, Page, Revision


def expire_due(now):
    """Unpublish what has reached its expiry at `now`; return (count, errors)."""
    models = [Page] + [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    due = [
        item
        for model in models
        for item in model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
    ]
    return _each(due, _expire)


def publish_due(now):
    """Publish the revisions whose time has come at `now`; return (count, errors)."""
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    return _each(due, lambda revision: _publish(revision, now))


def _each(items, act):
    """Act on each item by itself: one page that may not be published must not hold up the others."""
    count, errors = 0, []
    for item in list(items):
        try:
            with transaction.atomic():
                count += act(item)
        except Exception as error:
            errors.append(error)
    return count, errors


def _expire(item):
    item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    # A past date left behind makes the editor refuse every later save (Wagtail issue 13896).
    type(item).objects.filter(pk=item.pk).update(expire_at=None)
    if item.latest_revision:
        _change(item.latest_revision, expire_at=None)
    return 1


def _publish(revision, now):
    expire_at = parse_datetime(revision.content.get("expire_at") or "")
    if expire_at and expire_at <= now:
        # Its time passed while nothing ran: what has expired must not be shown for a moment.
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        return 0
    # Cleared first: Wagtail compares the date with its own clock, and keeps it for ever.
    _change(revision, go_live_at=None)
    revision.publish(log_action="wagtail.publish.scheduled")
    return 1


def _change(revision, **values):
    revision.content = {**revision.content, **values}
    revision.save(update_fields=["content"])
