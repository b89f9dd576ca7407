from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = _("Members' space")

    def ready(self):
        from home.sealing.rotation import also_rotate
        from network import checks  # noqa: F401
        from network.access.second_factor import Authenticator, renew
        from network.members import belongings

        also_rotate(Authenticator, renew)
        belongings.discover()
