"""Content pictures."""

from django import template
from wagtail.images.models import Filter, Picture

from home.media import policy

register = template.Library()

WIDTHS = (480, 960, 1600)
FALLBACK_WIDTH = 960


@register.simple_tag
def content_picture(image, sizes="100vw", ratio=None, eager=False, **attrs):
    """Render `<picture>` with AVIF and WebP sources and a JPEG; nothing where it may not be shown.

    `ratio` such as "3x2" crops around the focal point. `eager` is for the one picture that is seen
    first; all others wait until they come near.
    """
    if not image:
        return ""
    renditions = image.get_renditions(*_filters(image, ratio))
    if not policy.may_serve(next(iter(renditions.values()))):
        return ""
    waiting = {"fetchpriority": "high"} if eager else {"loading": "lazy"}
    return Picture(renditions, {"sizes": sizes, **waiting, "decoding": "async", **attrs})


def _filters(image, ratio):
    """Return the filters: three widths at most, none above the picture's own."""
    widest = min(image.width, WIDTHS[-1])
    widths = [width for width in WIDTHS if width < widest] + [widest]
    fallback = min(widest, FALLBACK_WIDTH)
    made = [(width, kind) for kind in ("avif", "webp") for width in widths] + [(fallback, "jpeg")]
    return [Filter(f"{_operation(width, ratio)}|format-{kind}") for width, kind in made]


def _operation(width, ratio):
    if not ratio:
        return f"width-{width}"
    across, down = (int(part) for part in ratio.split("x"))
    return f"fill-{width}x{round(width * down / across)}"
