"""Take a copy along, close the account, come back."""

import base64
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from home.audit.actions import record
from home.audit.deeds import declare
from network import matrix, policy
from network.contact.notices import declare_notice, tell
from network.members.belongings import WHEN_LEAVING
from network.members.models import Standing, User, today
from network.privacy.models import Export, ExportWait
from network.privacy.packing import pack

ASKED = declare("export.asked", _("Copy of own data asked for"))
FETCHED = declare("export.fetched", _("Copy of own data fetched"))
TAKEN_BACK = declare("export.taken_back", _("Copy of own data not wanted any more"))
CLOSED = declare("account.closed", _("Account closed"))
CAME_BACK = declare("account.came_back", _("Account opened again by its owner"))
WAIT = timedelta(days=1)
EXPORT_WAITS = declare_notice(
    "export.waits", _("A copy of your data was asked for. Until it is packed you can stop it.")
)


@transaction.atomic
def ask_export(*, by, language):
    """
    Begin a copy of all that is kept of a member and return the Export; it replaces an earlier one.

    A copy that waits for its day goes on waiting, and one whose day is over is packed now.
    """
    policy.require(policy.may_take_copy(by))
    now = timezone.now()
    export = Export.objects.there().filter(member=by, ready_at=None, not_before__gt=now).first()
    if export:
        return export
    waited = Export.objects.there().filter(member=by, ready_at=None, not_before__lte=now).first()
    waits = waited is None and ExportWait.objects.in_force().filter(member=by).exists()
    Export.objects.filter(member=by).delete()
    export = Export.objects.create(
        member=by, language=language, asked_at=now, not_before=now + WAIT if waits else now
    )
    record(by=by, deed=ASKED, subject=by)
    if waits:
        tell(member=by, kind=EXPORT_WAITS, path="/network/export/")
    else:
        transaction.on_commit(partial(_enqueue, export.public_id))
    return export


@transaction.atomic
def take_back_export(*, by):
    """Forget a copy that was asked for, whoever had the device in hand."""
    policy.require(policy.may_take_copy(by))
    if Export.objects.filter(member=by).delete()[0]:
        record(by=by, deed=TAKEN_BACK, subject=by)


@transaction.atomic
def pack_export(*, public_id):
    """Pack one copy and return whether that was still wanted. Safe to call twice."""
    exports = Export.objects.there().select_for_update(of=("self",)).select_related("member__key")
    wanted = exports.filter(public_id=public_id, ready_at=None, not_before__lte=timezone.now())
    export = wanted.first()
    if export is None:
        return False
    with translation.override(export.language):
        export.sealed_file = base64.b64encode(pack(export.member)).decode()
    export.ready_at = timezone.now()
    export.save(update_fields=["sealed_file", "ready_at"])
    return True


@transaction.atomic
def fetch_export(*, by, public_id):
    """Return the packed file as bytes and delete it: once only. None where there is nothing (more)."""
    policy.require(policy.may_take_copy(by))
    mine = Export.objects.there().filter(member=by, public_id=public_id, ready_at__isnull=False)
    export = mine.select_for_update(of=("self",)).select_related("member__key").first()
    if export is None:
        return None
    content = base64.b64decode(export.sealed_file)
    export.delete()
    record(by=by, deed=FETCHED, subject=by)
    return content


@transaction.atomic
def set_wait(*, by, waits):
    """Let each copy wait a day from now on, or stop that: for one more day it still holds."""
    policy.require(policy.may_take_copy(by))
    if waits:
        ExportWait.objects.update_or_create(member=by, defaults={"ends_at": None})
    else:
        running = ExportWait.objects.filter(member=by, ends_at=None)
        running.update(ends_at=timezone.now() + WAIT)


@transaction.atomic
def close(*, by, takes_words_along=False):
    """
    Close the member's own account: invisible and signed out at once, erased in some days.

    `takes_words_along` says whether her messages in rooms go then, too.

    Offices and roles are trusts that the movement gave: they end here and do not come back.
    """
    policy.require(policy.may_leave(by))
    for act in WHEN_LEAVING:
        act(by)
    by.standing = Standing.CLOSING
    by.closing_on = today() + timedelta(days=matrix.days("closed_accounts"))
    by.takes_words_along = takes_words_along
    by.save(update_fields=["standing", "closing_on", "takes_words_along"])
    by.office_set.all().delete()
    by.groups.clear()
    record(by=by, deed=CLOSED, subject=by)


@transaction.atomic
def come_back(*, by):
    """Open a closed account again, as it was, without the offices; its owner's own word is needed."""
    policy.require(policy.may_come_back(by))
    # The hour may have struck while the page was open: then there is nothing to come back to.
    still = User.objects.select_for_update().filter(pk=by.pk, standing=Standing.CLOSING)
    policy.require(still.exists())
    by.standing, by.closing_on = Standing.MEMBER, None
    by.save(update_fields=["standing", "closing_on"])
    record(by=by, deed=CAME_BACK, subject=by)


def _enqueue(public_id):
    from network.privacy.tasks import pack_export as task  # the task imports this module

    task.enqueue(public_id)
