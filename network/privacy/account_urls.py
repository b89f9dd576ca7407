"""Below /account/: the pages of people on the way out."""

from django.urls import path

from network.privacy import views

urlpatterns = [
    path("closing/", views.closing, name="account_closing"),
    path("closed/", views.closed, name="account_closed"),
    path("erase/", views.erase, name="account_erase"),
    path("erased/", views.erased, name="account_erased"),
]
