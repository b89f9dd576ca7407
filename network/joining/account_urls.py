"""Below /account/: the pages of people on the way in."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from network.joining import views, waiting_views

urlpatterns = decorate_urlpatterns(
    [
        path("signup/", views.signup, name="account_signup"),
        path("waiting/", waiting_views.waiting, name="account_waiting"),
        path("waiting/note/", waiting_views.note, name="account_waiting_note"),
        path("waiting/withdraw/", waiting_views.withdraw, name="account_waiting_withdraw"),
    ],
    never_cache,
)
