"""What a person sees when something is not there, not allowed or broken: always a way out and to help."""

from functools import cache

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import override


def static_page(template):
    """Return a page as text without database, session or context, in every language at once."""
    with override("en"):
        return render_to_string(template)


def bad_request(request, exception=None):
    # Without the request: its host name may be the very thing that was wrong with it.
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def form_refused(request, reason=""):
    """Answer 403 when a form did not come from our own page (Django's CSRF check)."""
    return render(request, "403_csrf.html", status=403)


def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)


def gone(request, exception=None):
    return render(request, "410.html", status=410)


def too_many_requests(request, exception=None, *, retry_after=60):
    """Answer 429; `retry_after` in seconds."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(retry_after)
    return response


def server_error(request):
    return HttpResponse(static_page("500.html"), status=500)


def unavailable(request=None, *, retry_after=120):
    """Answer 503; `retry_after` in seconds."""
    return HttpResponse(
        static_page("503.html"), status=503, headers={"Retry-After": str(retry_after)}
    )


@cache
def too_large_page():
    """Return the body (UTF-8 HTML) of a 413, for code that answers before Django does."""
    return static_page("413.html").encode()
