from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Wiring only: no models, no rules."""

    name = "portal"
    label = "portal"

    def ready(self):
        from portal.inert import make_choosers_inert

        make_choosers_inert()
