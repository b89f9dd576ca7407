"""Where the quick exit leads: the same neutral page for everybody who reads in one language."""

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import get_language

from home.pagecache.memo import memo
from home.safety.models import SafetySettings


def safety_settings(request):
    """Return the site's safety settings, or the built-in ones when the database does not answer."""
    try:
        return memo.get("safety", lambda: SafetySettings.for_request(request))
    except (DatabaseError, SafetySettings.DoesNotExist):
        # Someone who wants to leave must not be held by our broken database.
        return SafetySettings()


def exit_target(request):
    """Return the https address of the neutral page in the reader's language."""
    chosen = safety_settings(request).in_language(get_language(), "exit_url")
    return chosen.text if chosen else settings.EXIT_URL
