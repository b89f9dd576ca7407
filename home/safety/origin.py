"""Public forms carry no cookie and no token: the browser itself says where a post comes from."""

from functools import wraps

from django.conf import settings
from django.http import HttpResponseForbidden
from django.utils.translation import gettext as _

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def same_origin_only(view):
    """Refuse posts that a page of another site caused, by `Sec-Fetch-Site` and `Origin` (403)."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method not in SAFE_METHODS and not _is_ours(request):
            return HttpResponseForbidden(
                _(
                    "This form was sent from another website. Please open it here and send it again."
                ),
                content_type="text/plain; charset=utf-8",
            )
        return view(request, *args, **kwargs)

    guarded.csrf_exempt = True
    return guarded


def _is_ours(request):
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        return False
    origin = request.headers.get("Origin")
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return origin is None or origin in ours
