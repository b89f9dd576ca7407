"""How long words are kept in rooms that forget, and search for words that were missed."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.jobs.registry import periodic
from network.discussions import actions, index, log
from network.discussions.models import Message, Room

AT_MOST = 500


@periodic(
    "forget_messages",
    every=timedelta(hours=1),
    title=gettext_lazy("Messages older than their room keeps are taken away"),
)
def forget_messages(now):
    count = 0
    for room in Room.objects.filter(retention_days__gt=0):
        due = Message.objects.filter(
            room=room, posted_at__lte=now - timedelta(days=room.retention_days)
        ).exclude(state=Message.State.DELETED)
        for message in due.select_related("room")[:AT_MOST]:
            with log.writing():
                actions.erase_text(message)
            count += 1
    return _("%(count)d messages taken away.") % {"count": count}


@periodic(
    "index_messages",
    every=timedelta(minutes=10),
    title=gettext_lazy("Messages that the search does not know yet are added"),
)
def index_messages(now):
    missed = Message.objects.filter(words__isnull=True, sealed_body__isnull=False)
    keys = list(missed.values_list("pk", flat=True)[:AT_MOST])
    for key in keys:
        index.renew(key)
    return _("%(count)d messages added.") % {"count": len(keys)}
