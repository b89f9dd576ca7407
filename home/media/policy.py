"""Who may: the one question before a picture leaves the house."""

from wagtail.permissions import policy_registry


def may_serve(rendition):
    """Tell whether everybody may see this rendition of a picture."""
    return not rendition.image.collection.get_view_restrictions().exists()


def may_work_with(viewer, item):
    """Tell whether this person may choose or change the picture or document in the CMS."""
    if viewer.is_authenticated and viewer.is_active:
        rules = policy_registry.get_by_type(type(item))
        return rules.user_has_any_permission_for_instance(
            viewer, ["choose", "add", "change", "delete"], item
        )
    return False
