from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("The public site")

    def ready(self):
        from home.jobs.registry import discover

        discover()
