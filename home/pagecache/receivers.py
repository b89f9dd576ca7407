"""The one place that knows which changes are public. Each receiver is one call of the act."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)
from wagtail.snippets.models import get_snippet_models

from home.pagecache.actions import purge

# A draft that is saved writes only these on the page's row: nothing that a visitor sees.
DRAFT_FIELDS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_id",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)

EVENTS = (
    page_published,
    page_unpublished,
    page_slug_changed,
    post_page_move,
    published,
    unpublished,
)

_public_models = set()


def register(model):
    """Say that every save and delete of this model changes the public site; usable as decorator."""
    _public_models.add(model)
    return model


def is_public(model):
    """Tell whether saves and deletes of this model (or of a model it extends) are public."""
    # Snippets are asked for each time: Wagtail registers them after our app is ready.
    return not _public_models.isdisjoint(model.__mro__) or model in get_snippet_models()


def purge_after_save(sender, update_fields=None, raw=False, **kwargs):
    only_draft = update_fields and DRAFT_FIELDS.issuperset(update_fields)
    if is_public(sender) and not only_draft:
        purge()


def purge_after_delete(sender, **kwargs):
    if is_public(sender):
        purge()


def purge_after_links_changed(instance, action, **kwargs):
    if action.startswith("post_") and is_public(type(instance)):
        purge()


def purge_after_event(sender, **kwargs):
    purge()


def connect():
    """Register what is public in Wagtail and listen; called once when the apps are ready."""
    for model in (
        Page,
        Site,
        Locale,
        Redirect,
        Collection,
        PageViewRestriction,
        CollectionViewRestriction,
        BaseSiteSetting,
        BaseGenericSetting,
        get_image_model(),
        get_document_model(),
    ):
        register(model)
    post_save.connect(purge_after_save, dispatch_uid="pagecache.save")
    post_delete.connect(purge_after_delete, dispatch_uid="pagecache.delete")
    m2m_changed.connect(purge_after_links_changed, dispatch_uid="pagecache.links")
    for event in EVENTS:
        event.connect(purge_after_event, dispatch_uid="pagecache.event")
