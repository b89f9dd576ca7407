"""An index so that Django finds the slices' models; nobody else imports it."""

from .sealing.indexes import IndexSecret

__all__ = ["IndexSecret"]
