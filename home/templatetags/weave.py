"""Woven covers, avatars and dividers."""

from django import template

from home.weave import weave as draw

register = template.Library()

# Width and height in CSS pixels; the stylesheet may stretch them.
SHAPES = {
    "cover": (640, 360),
    "banner": (1200, 320),
    "card": (400, 225),
    "avatar": (64, 64),
    "divider": (1200, 48),
}


@register.simple_tag
def weave(seed, shape="cover", label=None):
    """Draw the seed's cloth in one of `SHAPES`; with a label only where it means something."""
    width, height = SHAPES[shape]
    return draw(str(seed), width=width, height=height, label=label)
