"""Every change that a visitor could see makes all processes forget their kept pages."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, PageViewRestriction, Site

from home.pagecache.actions import purge
from home.pagecache.models import PublicVersion
from home.pagecache.store import pages

pytestmark = pytest.mark.django_db


def version():
    row = PublicVersion.objects.first()
    return row.version if row else 0


def make_page(title="Calm"):
    return Page.objects.get(depth=2).add_child(instance=Page(title=title))


CHANGES = {
    "publish": lambda page: page.save_revision().publish(),
    "unpublish": lambda page: page.unpublish(),
    "move": lambda page: make_page("Target") and page.move(make_page("There"), pos="first-child"),
    "delete": lambda page: page.delete(),
    "take offline by hand": lambda page: (setattr(page, "live", False), page.save()),
    "site": lambda page: Site.objects.get().save(),
    "redirect": lambda page: Redirect.objects.create(old_path="/old", redirect_page=page),
    "restrict": lambda page: PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    ),
    "image": lambda page: get_image_model().objects.create(
        title="x", description="Threads", file=get_test_image_file()
    ),
    "collection": lambda page: Collection.get_first_root_node().add_child(name="Closed"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_public_change_counts(change):
    page = make_page()
    before = version()
    change(page)
    assert version() > before


def test_a_draft_changes_nothing_for_visitors():
    page = make_page()
    before = version()
    page.title = "Not yet"
    page.save_revision()
    assert version() == before


def test_private_things_change_nothing_for_visitors():
    before = version()
    Group.objects.create(name="Quiet")
    assert version() == before


def test_this_process_forgets_only_after_the_commit(django_capture_on_commit_callbacks):
    generation = pages.generation
    with django_capture_on_commit_callbacks(execute=True):
        purge()
        assert pages.generation == generation
    assert pages.generation == generation + 1


@pytest.mark.django_db(transaction=False)
def test_a_rollback_leaves_counter_and_memory_alone(django_capture_on_commit_callbacks):
    purge()
    before, generation = version(), pages.generation
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        try:
            with transaction.atomic():
                purge()
                raise LookupError
        except LookupError:
            pass
    assert (version(), pages.generation, callbacks) == (before, generation, [])


def test_every_snippet_that_is_registered_counts(monkeypatch):
    from wagtail.snippets import models

    before = version()
    Group.objects.create(name="Quiet")
    assert version() == before
    monkeypatch.setattr(models, "SNIPPET_MODELS", [*models.SNIPPET_MODELS, Group])
    Group.objects.create(name="Public")
    assert version() == before + 1
