"""A bare Django view that inserts one row into the messages' database, and no middleware."""

import json

import django

django.setup()

from django.core.handlers.asgi import ASGIHandler  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.urls import re_path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

from network.discussions.models import Room  # noqa: E402


def insert(request):
    sent = json.loads(request.body or b"{}")
    if "body" in sent:
        Room.objects.create(kind=Room.Kind.SEATS, name="bench", about=sent["body"][:300])
    return JsonResponse({}, status=201)


urlpatterns = [re_path("", csrf_exempt(insert))]

override_settings(MIDDLEWARE=[], ROOT_URLCONF=__name__).enable()
application = ASGIHandler()
