"""Below /network/: inviting, and the officers' decisions about requests to join."""

from django.urls import path

from network.joining import office_views, views

urlpatterns = [
    path("invitations/", views.invitations, name="invitations"),
    path("requests/", office_views.requests, name="requests"),
    path("requests/<slug:public_id>/", office_views.decide, name="request"),
]
