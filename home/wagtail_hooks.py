"""An index so that Wagtail finds the slices' hooks."""

from home.jobs import cms as jobs  # noqa: F401
from home.newsletter import cms as newsletter  # noqa: F401
