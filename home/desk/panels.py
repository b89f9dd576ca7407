"""The first page of the CMS: what waits for the person who opens it."""

from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy, policy_registry

from home.newsletter import numbers
from home.records.models import Record
from home.records.reports import REPORTS

MOST = 8


def drafts_of(person):
    """Return what this person changed last and has not published: pages, then records."""
    drafts = list(_unpublished(Page.objects.all(), person).specific(defer=True))
    for model in Record.__subclasses__():
        if policy_registry.get_by_type(model).user_has_permission(person, "change"):
            drafts += _unpublished(model.objects.all(), person)
    drafts.sort(key=lambda draft: draft.latest_revision.created_at, reverse=True)
    return drafts[:MOST]


def _unpublished(things, person):
    mine = things.filter(has_unpublished_changes=True, latest_revision__user=person)
    newest = mine.select_related("latest_revision").order_by("-latest_revision__created_at")
    return newest[:MOST]


def scheduled_for(person):
    """Return the next pages that go live by themselves, of those this person may change."""
    mine = page_permission_policy.instances_user_has_permission_for(person, "change")
    due = Revision.page_revisions.filter(
        approved_go_live_at__gt=timezone.now(),
        object_id__in=[str(pk) for pk in mine.values_list("pk", flat=True)],
    )
    return list(due.order_by("approved_go_live_at").prefetch_related("content_object")[:MOST])


def to_mend(person):
    """Return (title, address, number) of each report with something in it that is open to them."""
    found = [
        (report.page_title, report.index_url_name, report().get_queryset().count())
        for report in REPORTS
        if report.is_open_to(person)
    ]
    return [row for row in found if row[2]]


class Desk(Component):
    """Drafts, what goes live next, what should be mended, and the newsletter in one number."""

    name = "desk"
    template_name = "home/desk/desk.html"
    order = 100

    def get_context_data(self, parent_context):
        person = parent_context["request"].user
        finder = AdminURLFinder(person)
        return {
            "drafts": [
                (draft, draft._meta.verbose_name, finder.get_edit_url(draft))
                for draft in drafts_of(person)
            ],
            "scheduled": [
                (revision, finder.get_edit_url(revision.content_object))
                for revision in scheduled_for(person)
            ],
            "to_mend": to_mend(person),
            "subscribers": numbers.overview()["total"],
            "fewest": numbers.FEWEST,
        }
