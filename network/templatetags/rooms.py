"""How a message looks: a small woven face that costs a few bytes."""

import hashlib

from django import template
from django.utils.html import format_html

register = template.Library()

COLOURS, KNOTS = 6, 4


@register.simple_tag
def face(seed):
    """Draw two threads crossing, in colours that follow from the seed; for the eye only."""
    drawn = hashlib.sha256(seed.encode()).digest()
    warp = drawn[0] % COLOURS
    weft = (warp + 1 + drawn[1] % (COLOURS - 1)) % COLOURS
    knot = drawn[2] % KNOTS
    return format_html(
        '<span class="face warp-{} weft-{} knot-{}" aria-hidden="true"></span>', warp, weft, knot
    )


@register.simple_tag
def socket_path():
    return "/ws/v1/"
