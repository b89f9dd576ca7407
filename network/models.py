"""An index so that Django finds the slices' models; nobody else imports it."""

from .members.models import User
from .members.pages import MembersPage

__all__ = ["MembersPage", "User"]
