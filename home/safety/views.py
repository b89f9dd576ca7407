"""Leave at once: the session ends, the browser is asked to forget, a neutral page opens."""

from django.contrib.auth import logout
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from home.safety.exit import exit_target
from home.safety.origin import is_own, same_origin_only


@never_cache
@same_origin_only
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request):
    """End the session; answer the script's beacon with 204 and a link without script with 302."""
    beacon = request.method == "POST"
    response = HttpResponse(status=204) if beacon else HttpResponseRedirect(exit_target(request))
    # Another site's link or picture may send someone here, but may not sign her out.
    if is_own(request):
        end_session(request)
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    return response


def end_session(request):
    """End the session in this browser and on the server."""
    try:
        logout(request)
    except (DatabaseError, UpdateError):
        # The way out stays open when the store is down; the cookie goes in any case.
        request.session = type(request.session)()
