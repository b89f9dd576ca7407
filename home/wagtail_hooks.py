"""What the public site changes in the CMS."""

from wagtail import hooks


@hooks.register("register_admin_urls")
def upload_addresses():
    from home.media.admin import urlpatterns

    return urlpatterns
