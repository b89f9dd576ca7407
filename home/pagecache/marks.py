"""How a view says that its answer may be kept: it is closed until marked."""

from functools import wraps

from django.conf import settings

# Anyone may keep it, nobody may use it without asking us: what is withdrawn is gone at once.
CACHE_CONTROL = "public, max-age=0, s-maxage=0, must-revalidate"
PERSONAL_COOKIES = frozenset({settings.SESSION_COOKIE_NAME, "messages"})


def is_anonymous(request):
    """Tell whether the request carries nothing that makes the answer one person's."""
    return not (PERSONAL_COOKIES & request.COOKIES.keys())


def mark_public(request, response):
    """Return the response, marked as public when it is the same for every stranger."""
    if (
        request.method in {"GET", "HEAD"}
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not getattr(request, "is_preview", False)
        and is_anonymous(request)
    ):
        response["Cache-Control"] = CACHE_CONTROL
    return response


def public(view):
    """Decorate a view whose answer is the same for every stranger and may be kept."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        return mark_public(request, view(request, *args, **kwargs))

    return wrapper


class PublicPageMixin:
    """A Wagtail page whose answer may be kept; stands before `Page` in the bases.

    Restricted pages never come here without a session: Wagtail asks before it serves.
    """

    def serve(self, request, *args, **kwargs):
        return mark_public(request, super().serve(request, *args, **kwargs))
