"""An index: Wagtail looks here for the hooks of the slices."""

from home.records import admin, hooks

__all__ = ["admin", "hooks"]
