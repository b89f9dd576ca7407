"""An index so that Django finds the slices' models; nobody else imports it."""

from home.pagecache.models import PublicVersion

__all__ = ["PublicVersion"]
