from django.urls import path

from network.profiles import (
    known,  # noqa: F401 - tells the slices below of chosen names
    me,
    pictures,
    views,
)

urlpatterns = [
    path("me/", me.my_profile, name="my_profile"),
    path("me/edit/", me.edit, name="edit_profile"),
    path("me/visibility/", me.visibility, name="visibility"),
    path("me/photo/", me.my_photo, name="my_photo"),
    path("me/photo/remove/", me.remove_photo, name="remove_photo"),
    path("me/as/<slug:audience>/", me.view_as, name="view_as"),
    path("matrix/", views.explain, name="matrix"),
    path("members/", views.members, name="directory"),
    path("members/<str:public_id>/", views.profile, name="profile"),
    path("members/<str:public_id>/avatar.svg", pictures.avatar, name="avatar"),
    path("members/<str:public_id>/photo/", pictures.photo, name="photo"),
    path("chapters/", views.chapters, name="chapters"),
    path("chapters/<str:public_id>/", views.chapter, name="chapter"),
    path("chapter/", views.chapter_members, name="chapter_members"),
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/<str:public_id>/seen/", views.alert_seen, name="alert_seen"),
]
