"""Below /network/discussions/: opaque ids only, and the one way to write."""

from django.urls import path

from network.discussions import api, moderating, views

ROOM = "<str:room>/"
MESSAGE = f"{ROOM}messages/<str:message>/"

urlpatterns = [
    path("", views.rooms, name="rooms"),
    path("search/", views.search, name="search_messages"),
    path("notes/", views.content_filter, name="content_filter"),
    path(ROOM, views.room, name="room"),
    path(f"{ROOM}messages/", views.write, name="write"),
    path(f"{ROOM}rules/", moderating.rules, name="room_rules"),
    path(f"{MESSAGE}approve/", moderating.approve, name="approve_message"),
    path(f"{MESSAGE}pin/", moderating.pin, name="pin_message"),
    path(f"{ROOM}events/", api.events, name="room_events"),
    path(f"{ROOM}digest/", api.digest, name="room_digest"),
    path(MESSAGE, views.message, name="message"),
    path(f"{MESSAGE}edit/", views.edit, name="edit_message"),
    path(f"{MESSAGE}delete/", views.delete, name="delete_message"),
]
