"""Who reads before something is public: made once, then arranged in the CMS."""

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from home.help.models import Agency

PAGES = "Review of pages"
AGENCIES = "Review of agencies"


def establish():
    """Create both reviews where they do not exist; what administrators changed since then stays."""
    if pages := _new(PAGES, "An editor reads", ["Story editors", "Advocacy editors"]):
        # In place of Wagtail's first workflow, whose group has no members here.
        WorkflowPage.objects.update_or_create(
            page=Page.get_first_root_node(), defaults={"workflow": pages}
        )
    if agencies := _new(AGENCIES, "The council reads", ["Council reviewers"]):
        WorkflowContentType.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(Agency),
            defaults={"workflow": agencies},
        )


def _new(name, task_name, groups):
    """Return a new workflow of one task, or None where one of this name exists."""
    workflow, is_new = Workflow.objects.get_or_create(name=name)
    if not is_new:
        return None
    task = GroupApprovalTask.objects.create(name=task_name)
    task.groups.set(Group.objects.filter(name__in=groups))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
