"""Posts to public forms are taken from our own pages only, without a token and so without a cookie."""

from functools import wraps
from urllib.parse import urlsplit

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
# "none" is typed by the person; an old browser, or one on plain http, sends no header at all.
OWN_SITES = {"same-origin", "none", None}


def is_own(request):
    """Say whether the request comes from one of our pages, by what browsers (not pages) write."""
    if request.headers.get("Sec-Fetch-Site") not in OWN_SITES:
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    parts = urlsplit(origin)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def same_origin_only(view):
    """Decorate a view so that writing methods from other sites get a 403 page with a sentence."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method not in SAFE_METHODS and not is_own(request):
            return render(request, "403_csrf.html", status=403)
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)
