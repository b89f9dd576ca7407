from django.apps import AppConfig
from django.core.management import call_command
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("The public site")

    def ready(self):
        from .audit import receivers as audit  # noqa: F401
        from .exports import guard_exports
        from .jobs.registry import discover
        from .mail import checks as mail_checks  # noqa: F401
        from .pagecache import receivers as pagecache
        from .sealing import checks as sealing_checks  # noqa: F401

        guard_exports()
        pagecache.connect()
        autodiscover_modules("sections")
        discover()
        post_migrate.connect(_after_migration, sender=self)


def _after_migration(using, **kwargs):
    from .sealing.indexes import IndexSecret, ensure_secret

    # Where there is no Redis the cache is a table; Django makes it by a command of its own.
    call_command("createcachetable", database=using, verbosity=0)

    # A migration backwards, or of another app alone, may end where the table does not exist.
    if IndexSecret._meta.db_table in connections[using].introspection.table_names():
        ensure_secret()
