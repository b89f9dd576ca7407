"""Below /network/: the members' space. Its door is the namespace; no view here needs a decorator."""

from django.urls import include, path

from network.members import office_views, views

app_name = "network"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("network.access.network_urls")),
    path("office/", office_views.office, name="office"),
    path("chapters/<slug:public_id>/freeze/", office_views.freeze, name="chapter_freeze"),
    path("", include("network.joining.urls")),
    path("", include("network.profiles.urls")),
    path("", include("network.connections.urls")),
    path("", include("network.contact.urls")),
    path("", include("network.privacy.urls")),
]
