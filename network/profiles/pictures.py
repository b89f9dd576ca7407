"""Patterns and photos of members: given out one by one, each after its question, kept by nobody."""

import base64

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from home.weave import weave_file
from network.profiles import actions
from network.profiles.models import Photo, Profile
from network.profiles.views import enough

SIDE = 128
SAME_SITE = {"same-origin", "none", None}


@require_safe
def avatar(request, public_id):
    """The woven pattern of a member."""
    seen = _seen(request, public_id)
    if seen.avatar is None:
        raise Http404
    return _give(weave_file(seen.avatar, width=SIDE, height=SIDE), "image/svg+xml")


@require_safe
def photo(request, public_id):
    """The photo of a member; whoever sees it has opened the profile."""
    seen = _seen(request, public_id)
    if not seen.photo:
        raise Http404
    kept = Photo.objects.select_related("profile__member__key").get(profile__public_id=public_id)
    try:
        actions.glance(by=request.user, profile=kept.profile)
    except actions.TooManyProfiles:
        return enough(request)
    return _give(base64.b64decode(kept.sealed_webp), "image/webp")


def _seen(request, public_id):
    # Another site that shows the picture could tell members from others by whether it loads.
    if request.headers.get("Sec-Fetch-Site") not in SAME_SITE:
        raise Http404
    found = Profile.objects.filter(public_id=public_id).seen_by(request.user)
    if not found:
        raise Http404
    return found[0]


def _give(content, content_type):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
