"""How plain values are written in a member's copy."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def readable(value):
    """Return a plain value as one line of text: yes and no, lists with commas, nothing as a dash."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, dict):
        return "; ".join(f"{label}: {readable(part)}" for label, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(readable(part) for part in value)
    return str(value)
