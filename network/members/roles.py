"""Roles in the CMS: their rights live here, in code, and in docs/rights.md. Nowhere else."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from network.members import reviews
from network.members.chapters import Office

ENTER_CMS = "wagtailadmin.access_admin"
IMAGES = ("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image")
DOCUMENTS = (
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
)
WRITE_PAGES = ("wagtailcore.add_page", "wagtailcore.change_page")
PUBLISH_PAGES = ("wagtailcore.publish_page", "wagtailcore.lock_page", "wagtailcore.unlock_page")
REDIRECTS = (
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
)
TRANSLATE = "simple_translation.submit_translation"
MAIN_MENU = "home.change_mainmenu"


def records(deeds, *models):
    """Return the rights to these deeds on records of the public site."""
    return tuple(f"home.{deed}_{model}" for model in models for deed in deeds)


SEE = ("view",)
WRITE = ("view", "add", "change")
KEEP = (*WRITE, "publish", "lock", "unlock")
WORDS = ("question", "milestone", "issue", "theme")
EVIDENCE = ("figure", "indicator", "partnership")


@dataclass(frozen=True)
class Role:
    """A group of Wagtail; rights are "app.codename", on models, on all pages, in all collections."""

    slug: str
    group: str
    models: tuple = ()
    pages: tuple = ()
    collections: tuple = ()


ROLES = {
    role.slug: role
    for role in (
        Role(
            slug="story-editor",
            group="Story editors",
            models=(
                TRANSLATE,
                MAIN_MENU,
                *records(KEEP, *WORDS, "councilmember"),
                *records(WRITE, "agency"),
                *records(SEE, *EVIDENCE, "source", "figuretopic"),
            ),
            pages=WRITE_PAGES + PUBLISH_PAGES,
            collections=IMAGES + DOCUMENTS,
        ),
        Role(
            slug="advocacy-editor",
            group="Advocacy editors",
            models=(
                TRANSLATE,
                MAIN_MENU,
                *REDIRECTS,
                *records(KEEP, *WORDS),
                *records(WRITE, "agency"),
                *records(SEE, *EVIDENCE, "source", "figuretopic"),
            ),
            pages=WRITE_PAGES + PUBLISH_PAGES,
            collections=IMAGES + DOCUMENTS,
        ),
        Role(
            slug="data-officer",
            group="Data officers",
            models=(
                TRANSLATE,
                *records(KEEP, *EVIDENCE, "milestone"),
                *records(WRITE, "source", "figuretopic", "agency"),
            ),
            pages=WRITE_PAGES,
            collections=DOCUMENTS,
        ),
        # Enters to approve what a workflow sends to this group; may change nothing by itself.
        # The right to publish agencies is what makes the council's yes take effect.
        Role(
            slug="council-reviewer",
            group="Council reviewers",
            models=records(("view", "publish"), "agency"),
        ),
    )
}
ADMINISTRATOR = "administrator"
SLUGS = (*ROLES, *Office.Kind.values, ADMINISTRATOR)


@transaction.atomic
def establish():
    """Give each role's group exactly the rights written here, and make sure that both reviews exist."""
    for role in ROLES.values():
        group, _ = Group.objects.get_or_create(name=role.group)
        group.permissions.set([_permission(name) for name in (ENTER_CMS, *role.models)])
        _set_pages(group, role.pages)
        _set_collections(group, role.collections)
    reviews.establish()


def _permission(name):
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _set_pages(group, names):
    wanted = [_permission(name) for name in names]
    root = Page.get_first_root_node()
    held = GroupPagePermission.objects.filter(group=group)
    held.exclude(page=root, permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _set_collections(group, names):
    wanted = [_permission(name) for name in names]
    root = Collection.get_first_root_node()
    held = GroupCollectionPermission.objects.filter(group=group)
    held.exclude(collection=root, permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
