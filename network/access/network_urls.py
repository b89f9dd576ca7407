"""Below /network/: the pages of this slice that stand inside the members' space."""

from django.urls import path

from network.access import safety_views

urlpatterns = [
    path("safety/", safety_views.safety, name="safety"),
    path("out/<slug:token>/", safety_views.leave_for, name="out"),
]
