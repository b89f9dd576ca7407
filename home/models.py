"""An index so that Django finds the slices' models; nobody else imports it."""

from home.jobs import models as jobs  # noqa: F401
from home.mail import models as mail  # noqa: F401
from home.newsletter import models as newsletter  # noqa: F401
