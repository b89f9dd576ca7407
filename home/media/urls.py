"""Addresses of pictures and documents. Each name is spelled out: what does not fit is not there."""

from django.urls import re_path

from home.media import views

_NAME = r"(?P<name>[0-9a-f]{32}\.%s)\Z"

urlpatterns = [
    re_path(
        r"^media/images/" + _NAME % r"(?:avif|webp|jpg|png)", views.rendition, name="rendition"
    ),
    re_path(r"^media/documents/" + _NAME % "pdf", views.document, name="document_file"),
    re_path(r"^media/(?P<name>.*)", views.nothing),
    re_path(
        r"^documents/(?P<document_id>[0-9]{1,9})/" + _NAME % "pdf",
        views.document,
        name="wagtaildocs_serve",
    ),
    re_path(r"^documents/(?P<name>.*)", views.nothing),
]
