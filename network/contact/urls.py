from django.urls import path

from network.contact import (
    desk,  # noqa: F401 - says what waits for officers
    views,
)

urlpatterns = [
    path("contact/", views.contact, name="contact"),
    path("notices/", views.notices, name="notices"),
    path("looks/", views.looks, name="looks"),
    path("reveals/ask/<slug:public_id>/", views.ask_to_reveal, name="ask_to_reveal"),
    path("reveals/<slug:public_id>/", views.reveal, name="reveal"),
]
