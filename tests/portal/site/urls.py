"""Addresses that only tests have, in front of the real ones."""

import json
import time
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseGone, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import Site

from home.pagecache.marks import public
from portal.styleguide import styleguide
from portal.urls import urlpatterns as real


@public
def page(request):
    return HttpResponse(f"<h1>{Site.objects.get().site_name}</h1>" + "<p>calm water</p>" * 200)


@public
def slow(request):
    """Read first, then wait for a file whose name the query cannot choose, then answer."""
    name = Site.objects.get().site_name
    Path("var/slow-began").touch()
    deadline = time.monotonic() + 10
    while not Path("var/slow-go").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return HttpResponse(name)


def whoami(request):
    return HttpResponse(
        json.dumps(
            {
                "scheme": request.scheme,
                "host": request.get_host(),
                "address": request.META.get("REMOTE_ADDR"),
                "forwarded": [name for name in request.META if "FORWARDED" in name],
            }
        ),
        content_type="application/json",
    )


@csrf_exempt
def form(request):
    return HttpResponse(f"{len(request.body)} bytes")


def boom(request):
    raise RuntimeError("secret detail of the database")


def forbidden(request):
    raise PermissionDenied


def stream(request):
    """Answer 300 MB that exist one line at a time."""
    return StreamingHttpResponse(b"x" * 999 + b"\n" for _line in range(300_000))


urlpatterns = [
    path("page/", page),
    path("slow/", slow),
    # Every component there is, in a page that may be kept.
    path("pieces/", public(styleguide)),
    path("whoami/", whoami),
    path("form/", form),
    path("boom/", boom),
    path("forbidden/", forbidden),
    path("gone/", lambda request: HttpResponseGone("gone")),
    path("moved/", lambda request: HttpResponseRedirect("/page/")),
    path("stream/", stream),
    *real,
]
