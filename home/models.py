"""An index so that Django finds the slices' models; nobody else imports it."""

from home.media.models import PortalDocument, PortalImage, PortalRendition  # noqa: F401
from home.safety.models import SafetySettings  # noqa: F401
