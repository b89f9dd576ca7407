"""What the site is measured beside: the same server with as little on it as can be."""

import base64
import gc
import json
import os


def read_answer():
    """Return (headers as byte pairs, body) that the bare application repeats."""
    with open(os.environ["BENCH_ANSWER"]) as file:
        answer = json.load(file)
    headers = [(name.encode(), value.encode()) for name, value in answer["headers"]]
    return headers, base64.b64decode(answer["body"])


def bare():
    """An ASGI application that returns the very bytes of the kept page and does nothing else."""
    headers, body = read_answer()
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    rest = {"type": "http.response.body", "body": body}

    async def application(scope, receive, send):
        await send(start)
        await send(rest)

    return application


def bare_django():
    """Django with one view that returns those bytes, and no middleware."""
    import django
    from django.conf import settings
    from django.http import HttpResponse
    from django.urls import re_path

    _, body = read_answer()
    length = {"Content-Length": str(len(body))}  # no middleware sets it here

    def view(request):
        return HttpResponse(body, headers=length)

    routes = type("Routes", (), {"urlpatterns": [re_path("", view)]})
    settings.configure(ROOT_URLCONF=routes, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
    django.setup()
    from django.core.handlers.asgi import ASGIHandler

    return ASGIHandler()


def stock():
    """The site itself on Django's own handler: a hop for each synchronous middleware, no cache."""
    from django.core.asgi import get_asgi_application

    return get_asgi_application()


if kind := os.environ.get("BENCH_KIND"):
    application = {"bare": bare, "bare_django": bare_django, "stock": stock}[kind]()

# The same care for garbage as portal/asgi.py takes, so that only the layers make the difference.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
