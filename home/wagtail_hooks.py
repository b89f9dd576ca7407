"""An index so that Wagtail finds the slices' hooks; nobody else imports it."""

from wagtail import hooks

from .audit import hooks as audit_hooks
from .jobs import cms as jobs_hooks
from .newsletter import cms as newsletter_hooks

__all__ = ["audit_hooks", "jobs_hooks", "newsletter_hooks"]


@hooks.register("register_admin_urls")
def upload_addresses():
    from home.media.admin import urlpatterns

    return urlpatterns
