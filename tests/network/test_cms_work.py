"""Staff without name and address can do their work: send for review, approve, lock, look back."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import GroupApprovalTask, Page, Site, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import rich_text

from network.access.pages import MembersPage
from network.members.models import User
from tests.people import make_account, sign_in

pytestmark = pytest.mark.django_db


def text(title, **more):
    return {
        "title": title,
        "slug": "for-us",
        "body": rich_text("<p>Welcome.</p>"),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **more,
    }


@pytest.fixture
def home():
    """The home page, below which the council reviews everything and an editor then publishes."""
    home = Site.objects.get(is_default_site=True).root_page
    make_account("reviewer", role="council-reviewer", second_factor=True)
    workflow = Workflow.objects.create(name="Council")
    for order, group in enumerate(["Council reviewers", "Story editors"]):
        task = GroupApprovalTask.objects.create(name=f"{group} read")
        task.groups.add(Group.objects.get(name=group))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    return home


def approve(client, page):
    state = MembersPage.objects.get(pk=page.pk).current_workflow_task_state
    address = f"/cms/pages/workflow/action/{page.pk}/approve/{state.pk}/"
    response = client.post(address, {"comment": "Good."})
    assert response["Location"] == f"/cms/pages/{page.pk}/edit/"


def test_a_draft_goes_to_the_council_and_then_an_editor_publishes_it(home, mailoutbox):
    officer = sign_in(make_account("officer", role="data-officer", second_factor=True))
    editor = sign_in(make_account("editor", role="story-editor", second_factor=True))
    reviewer = sign_in(User.objects.get(handle="reviewer"))
    address = f"/cms/pages/add/network/memberspage/{home.pk}/"
    officer.post(address, text("For us", **{"action-submit": "1"}))
    page = MembersPage.objects.get(slug="for-us")

    assert "For us" in reviewer.get("/cms/").content.decode()
    assert reviewer.get(f"/cms/pages/{page.pk}/edit/").status_code == 200
    approve(reviewer, page)
    page.refresh_from_db()
    assert not page.live
    # Not twice, and not in the editors' place.
    assert reviewer.get(f"/cms/pages/{page.pk}/edit/")["Location"] == "/cms/"
    approve(editor, page)
    page.refresh_from_db()
    assert page.live
    for place in ("history", "workflow_history", "edit", "usage"):
        assert officer.get(f"/cms/pages/{page.pk}/{place}/").status_code == 200
    assert "reviewer" in officer.get(f"/cms/pages/{page.pk}/history/").content.decode()
    # A mail would name the page and the person who wrote it.
    assert mailoutbox == []


def test_an_officer_cannot_publish_and_a_reviewer_cannot_write(home):
    officer = sign_in(make_account("officer", role="data-officer", second_factor=True))
    address = f"/cms/pages/add/network/memberspage/{home.pk}/"
    officer.post(address, text("For us", **{"action-publish": "1"}))
    assert not MembersPage.objects.filter(live=True).exists()
    reviewer = sign_in(User.objects.get(handle="reviewer"))
    reviewer.post(address, text("Mine", **{"action-publish": "1"}))
    assert not Page.objects.filter(title="Mine").exists()


def test_a_locked_page_says_by_whom_and_the_report_lists_it(home):
    editor = sign_in(make_account("editor", role="story-editor", second_factor=True))
    editor.post(
        f"/cms/pages/add/network/memberspage/{home.pk}/", text("For us", **{"action-publish": "1"})
    )
    page = MembersPage.objects.get(slug="for-us")
    editor.post(f"/cms/pages/{page.pk}/lock/")
    page.refresh_from_db()
    assert page.locked
    administrator = sign_in(make_account("boss", role="administrator", second_factor=True))
    assert "editor" in administrator.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "For us" in administrator.get("/cms/reports/locked/").content.decode()
    assert administrator.get("/cms/reports/site-history/").status_code == 200


def test_visitors_pages_do_not_vary_by_cookie(home):
    response = Client().get("/")
    assert response.status_code == 200
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
