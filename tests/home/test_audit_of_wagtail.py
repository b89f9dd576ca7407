"""What staff do in the CMS is in the audit log too, without a title or a word of it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import LogContext, log, registry
from wagtail.models import Collection, Page, PageViewRestriction, Site

from home.audit.models import AuditEntry
from home.audit.verification import verify

pytestmark = pytest.mark.django_db
User = get_user_model()
TITLE = "CANARY title of a story"


@pytest.fixture
def editor():
    return User.objects.create_user("editor", is_superuser=True)


@pytest.fixture
def page():
    return make_page()


def make_page(parent=None, slug="canary"):
    parent = parent or Page.objects.get(depth=1)
    return parent.add_child(instance=Page(title=TITLE, slug=slug))


def deeds_of(thing):
    """Return (deed, facts) of all that was done to it since it was made, oldest first."""
    entries = AuditEntry.objects.filter(subject_id=str(thing.pk)).order_by("number")
    entries = entries.exclude(deed="wagtail.create")
    return [(entry.deed, entry.facts) for entry in entries]


def test_editing_publishing_and_unpublishing_leave_entries(page, editor):
    revision = page.save_revision(user=editor, log_action=True, changed=True)
    revision.publish(user=editor)
    page.refresh_from_db()
    page.unpublish(user=editor)
    deeds = deeds_of(page)
    assert [deed for deed, _ in deeds] == ["wagtail.edit", "wagtail.publish", "wagtail.unpublish"]
    assert deeds[0][1] == {"content_changed": True, "revision": revision.pk}
    entry = AuditEntry.objects.latest("number")
    assert (entry.actor, entry.role) == (editor.public_id, "administrator")
    assert entry.subject_type == "wagtailcore.page"
    assert verify().findings == []


def test_moving_and_deleting_leave_entries_with_numbers_only(page, editor):
    new_home = make_page(slug="elsewhere")
    old_parent = page.get_parent().pk
    page.move(new_home, pos="last-child", user=editor)
    moved = dict(deeds_of(page))["wagtail.move"]
    assert (moved["from_parent"], moved["to_parent"]) == (old_parent, new_home.pk)
    page = Page.objects.get(pk=page.pk)
    page.delete(user=editor)
    assert "wagtail.delete" in dict(deeds_of(page))


def test_a_change_of_privacy_leaves_an_entry(page, editor):
    restriction = PageViewRestriction(page=page, restriction_type="login")
    restriction.save(user=editor)
    restriction.delete(user=editor)
    deeds = dict(deeds_of(page))
    assert deeds["wagtail.view_restriction.create"]["restriction"] == "login"
    assert deeds["wagtail.view_restriction.delete"]["restriction"] == "login"


def test_settings_snippets_and_files_leave_entries_too(editor):
    collection = Collection.get_first_root_node().add_child(name=TITLE)
    site = Site.objects.first() or Site.objects.create(root_page=Page.objects.first())
    for thing in (collection, site):
        log(thing, "wagtail.edit", user=editor)
        assert [deed for deed, _ in deeds_of(thing)] == ["wagtail.edit"]


def test_an_account_is_named_by_its_public_id_alone(editor):
    log(editor, "wagtail.edit", user=editor)
    entry = AuditEntry.objects.get()
    assert (entry.subject_type, entry.subject_id) == ("network.user", editor.public_id)


def test_what_the_machine_does_is_signed_system(page):
    page.save_revision(log_action=True).publish()
    assert set(AuditEntry.objects.values_list("actor", "role")) == {("system", "system")}


def test_no_title_and_no_comment_is_taken_over(page, editor):
    log(page, "wagtail.rename", user=editor, data={"title": {"old": TITLE, "new": "CANARY two"}})
    log(page, "wagtail.workflow.reject", user=editor, data={"comment": "CANARY about her"})
    page.save_revision(user=editor, log_action=True).publish(user=editor)
    assert "CANARY" in str(list(registry.get_logs_for_instance(page).values("data", "label")))
    assert AuditEntry.objects.count() >= 4
    assert "CANARY" not in str(list(AuditEntry.objects.values()))


def test_autosaving_the_same_revision_again_and_again_is_one_entry(page, editor):
    def save(**kwargs):
        with LogContext(user=editor):  # as around each request to the CMS
            return page.save_revision(user=editor, log_action=True, **kwargs)

    revision = save()
    for _ in range(3):
        save(overwrite_revision=revision)
    assert [deed for deed, _ in deeds_of(page)] == ["wagtail.edit"]
    save()
    assert [deed for deed, _ in deeds_of(page)] == ["wagtail.edit"] * 2


def test_actions_that_another_app_logs_through_wagtail_are_told_apart(page, editor):
    registry.register_action("stories.checked", "Check", "Checked")
    log(page, "stories.checked", user=editor)
    assert [deed for deed, _ in deeds_of(page)] == ["wagtail.stories.checked"]


def test_what_staff_do_through_the_cms_is_recorded(client, page, editor):
    client.force_login(editor)
    form = {"old_path": "/canary/", "is_permanent": "on", "redirect_link": "https://example.org"}
    client.post(reverse("wagtailredirects:add"), form)
    redirect = Redirect.objects.get()
    made = AuditEntry.objects.get(subject_type="wagtailredirects.redirect")
    assert (made.deed, made.subject_id) == ("wagtail.create", str(redirect.pk))
    assert made.actor == editor.public_id
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not Page.objects.filter(pk=page.pk).exists()
    assert deeds_of(page)[-1][0] == "wagtail.delete"
    assert AuditEntry.objects.latest("number").actor == editor.public_id
    assert "canary" not in str(list(AuditEntry.objects.values())).lower()
