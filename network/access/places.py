"""Links to pages of slices that stand above this one."""

from django.urls import NoReverseMatch, reverse


def url_of(name):
    """Return the address of this name, or an empty text while no slice has one."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
