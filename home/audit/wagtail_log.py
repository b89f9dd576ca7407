"""What Wagtail logs about pages, snippets, settings and files, taken over without titles or texts."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry, PageViewRestriction

from . import actions, deeds

RESTRICTIONS = [choice for choice, _ in PageViewRestriction.RESTRICTION_CHOICES]
FACTS = {
    "revision": deeds.ID,
    "content_changed": deeds.NUMBER,
    "from_parent": deeds.ID,
    "to_parent": deeds.ID,
    "restriction": deeds.one_of(*RESTRICTIONS),
}


def mirror(entry):
    """Record a fresh log entry of Wagtail in the audit log; returns the audit entry or None."""
    if _is_repeated_autosave(entry):
        return None
    return actions.record(
        by=entry.user or actions.SYSTEM,
        deed=_deed(entry.action),
        subject=_subject(entry),
        facts={name: value for name, value in _facts(entry).items() if value is not None},
    )


def _is_repeated_autosave(entry):
    """Tell whether the same person has already been logged for writing this very revision."""
    if entry.revision_id is None or entry.uuid is None:
        return False
    same = {"uuid": entry.uuid, "action": entry.action, "revision": entry.revision_id}
    return type(entry).objects.filter(**same).exclude(pk=entry.pk).exists()


def _deed(action):
    # Apps may log through Wagtail under any name; the prefix keeps those apart from declared deeds.
    name = action if action.startswith("wagtail.") else f"wagtail.{action}"
    if not deeds.is_declared(name):
        deeds.declare(name, registry.get_action_label(action), **FACTS)
    return name


def _subject(entry):
    content_type = ContentType.objects.get_for_id(entry.content_type_id)
    subject_type = f"{content_type.app_label}.{content_type.model}"
    if isinstance(entry, PageLogEntry):
        return actions.Subject(subject_type, str(entry.page_id))
    return actions.Subject(subject_type, _opaque_id(content_type.model_class(), entry.object_id))


def _opaque_id(model, pk):
    """Return the row's public id where its model has one, else its primary key."""
    try:
        model._meta.get_field("public_id")
    except (FieldDoesNotExist, AttributeError):
        return pk
    return model._base_manager.filter(pk=pk).values_list("public_id", flat=True).first() or pk


def _facts(entry):
    data = entry.data
    return {
        "revision": entry.revision_id,
        "content_changed": entry.content_changed,
        "from_parent": data.get("source", {}).get("id"),
        "to_parent": data.get("destination", {}).get("id"),
        "restriction": data.get("restriction", {}).get("type"),
    }
