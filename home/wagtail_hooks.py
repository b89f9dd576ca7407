"""An index so that Wagtail finds the slices' hooks; nobody else imports it."""

from .audit import hooks as audit_hooks

__all__ = ["audit_hooks"]
