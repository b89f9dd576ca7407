"""Stands before Wagtail's own addresses below /cms/ and takes over those that know people."""

from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from network.access import views

CMS = "/cms/"

urlpatterns = [
    path("login/", never_cache(views.to_sign_in), {"otherwise": CMS}),
    re_path(r"^password_reset/", never_cache(views.to_sign_in), {"otherwise": CMS}),
    path("logout/", never_cache(views.SignOutView.as_view())),
    path("account/", never_cache(require_admin_access(views.StaffAccountView.as_view()))),
    # Nobody sets another person's passphrase or looks accounts up; roles are given by `appoint`.
    re_path(r"^users/", views.closed),
    re_path(r"^bulk/network/user/", views.closed),
    # Raises an error for whoever asks.
    path("failwhale/", views.closed),
]
