from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Wiring only: no models, no rules."""

    name = "portal"
    label = "portal"
