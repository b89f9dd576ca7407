from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("The public site")

    def ready(self):
        autodiscover_modules("sections")
        from home.pagecache import receivers

        receivers.connect()
