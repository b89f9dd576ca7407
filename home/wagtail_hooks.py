"""An index: Wagtail looks here for the hooks of the slices."""

from home.audit import hooks as audit  # noqa: F401
from home.desk import hooks as desk  # noqa: F401
from home.jobs import cms as jobs  # noqa: F401
from home.media import hooks as media  # noqa: F401
from home.newsletter import cms as newsletter  # noqa: F401
from home.records import admin, hooks  # noqa: F401
from home.subjects import translation  # noqa: F401
