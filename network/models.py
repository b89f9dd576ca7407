"""An index so that Django finds the slices' models; nobody else imports it."""

from .members.models import User

__all__ = ["User"]
