"""An index so that Django finds the slices' models; nobody else imports it."""

from home.safety.models import SafetySettings  # noqa: F401
