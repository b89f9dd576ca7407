"""Cloth as SVG for a page, as SVG for a file, and as a raster picture."""

import math
from functools import lru_cache
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from PIL import Image, ImageChops, ImageOps

from home.weave.cloth import make_cloth

# The light threads of static/css/tokens.css, for drawings that no stylesheet reaches.
COLOURS = {
    "ink": "#3b2343",
    "marigold": "#eda01a",
    "clay": "#b2512d",
    "leaf": "#4d7d57",
    "river": "#3a7389",
    "paper": "#f6ead7",
}
MOST_ROWS = 28  # of which each costs some ten bytes; columns cost nothing
FINEST = 4  # pixels per thread, below which threads blur
THREAD = 10  # units of the drawing per thread: whole numbers make a short drawing


def weave(seed, *, width, height, label=None):
    """Return the seed's cloth as inline SVG of `width` by `height` CSS pixels, at most 1.5 kB.

    Colours are classes (`w-ink` …), so that the page's tokens apply. Without a label the drawing
    is hidden from people who have the page read out.
    """
    spoken = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    head = f'class="weave" width="{width}" height="{height}" {spoken}'
    return mark_safe(_svg(seed, width, height, head, 'class="w-{}"'.format))  # noqa: S308


def weave_file(seed, *, width, height):
    """Return the same drawing as the text of an SVG file, with its colours inside."""
    head = f'xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    return _svg(seed, width, height, head, lambda colour: f'stroke="{COLOURS[colour]}"')


def weave_picture(seed, *, width, height):
    """Return the same cloth as a Pillow RGB image, with light and shadow on each thread."""
    columns, rows = _threads(width, height)
    thread = max(8, -(-max(width, height) // max(columns, rows)))
    cloth = make_cloth(seed, rows)
    image = Image.new("RGB", (columns * thread, rows * thread))
    for row in range(rows):
        for column in range(columns):
            image.paste(_crossing(cloth, row, column, thread), (column * thread, row * thread))
    return ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS)


def _threads(width, height):
    """Return (columns, rows) of nearly square crossings for an area in pixels."""
    size = max(FINEST, height / MOST_ROWS)
    return max(2, round(width / size)), max(2, round(height / size))


def _crossing(cloth, row, column, thread):
    over = cloth.weft_is_on_top(row, column)
    along = ((0, -1), (0, 1)) if over else ((-1, 0), (1, 0))
    dives = tuple(
        cloth.weft_is_on_top((row + down) % len(cloth.picks), column + right) != over
        for down, right in along
    )
    colour = cloth.picks[row][0] if over else cloth.warp[column % len(cloth.warp)]
    return _piece(COLOURS[colour], over, dives, thread)


@lru_cache(maxsize=256)
def _piece(colour, over, dives, size):
    """Return one crossing: a round thread that darkens at the end where it dives below."""
    light = Image.new("L", (size, size))
    for across in range(size):
        roundness = 0.55 + 0.45 * math.sin(math.pi * (across + 0.5) / size) ** 0.7
        for along in range(size):
            ends = [along + 0.5 if dives[0] else size, size - along - 0.5 if dives[1] else size]
            dive = min(1, 0.5 + 1.6 * min(ends) / size)
            twist = 1 - 0.06 * ((along + across) % (size // 2) < size // 6)
            place = (along, across) if over else (across, along)
            light.putpixel(place, round(255 * roundness * dive * twist))
    return ImageChops.multiply(Image.new("RGB", light.size, colour), light.convert("RGB"))


def _svg(seed, width, height, head, paint):
    columns, rows = _threads(width, height)
    across, down = columns * THREAD, rows * THREAD
    cloth = make_cloth(seed, rows)
    gaps = f'd="M{across // 2} 0V{down}" stroke-width="{across}" stroke-dasharray="2 8"'
    parts = [
        *_warp(cloth, across, down, paint),
        f'<path {paint("ink")} {gaps} stroke-dashoffset="1" opacity=".2"/>',
        *_weft(cloth, across, paint),
    ]
    return (
        f'<svg {head} viewBox="0 0 {across} {down}" preserveAspectRatio="xMidYMid slice" fill="none">'
        f"{''.join(parts)}</svg>"
    )


def _warp(cloth, across, down, paint):
    """Yield the warp: a line as thick as the cloth is high, cut into stripes, for each colour."""
    line = f'd="M0 {down // 2}H{across}" stroke-width="{down}"'
    runs = [(colour, THREAD * len(list(run))) for colour, run in groupby(cloth.warp)]
    ground = runs[0][0]
    yield f"<path {paint(ground)} {line}/>"
    for colour in sorted({colour for colour, _ in runs} - {ground}):
        yield f'<path {paint(colour)} {line} stroke-dasharray="0 {_dashes(runs, colour)}"/>'
    yield f'<path {paint("ink")} {line} stroke-dasharray="2 8" stroke-dashoffset="1" opacity=".45"/>'


def _dashes(runs, wanted):
    """Return gaps and dashes in turn, beginning and ending with a gap."""
    numbers, gap = [], 0
    for colour, length in runs:
        if colour == wanted:
            numbers += [gap, length]
            gap = 0
        else:
            gap += length
    return " ".join(map(str, [*numbers, gap]))


def _weft(cloth, across, paint):
    """Yield the weft: one path for the rows of one colour and draft, each shifted by its start."""
    paths = {}
    for row, (colour, flags) in enumerate(cloth.picks):
        dashes, start = _floats(flags)
        place = f"M{start:g} {row * THREAD + 5}H{across}"
        paths.setdefault((colour, dashes), []).append(place)
    yield '<g stroke-width="9" stroke-linecap="round">'
    for (colour, dashes), places in paths.items():
        cut = f' stroke-dasharray="{dashes}"' if dashes else ""
        yield f'<path {paint(colour)} d="{"".join(places)}"{cut}/>'
    yield "</g>"


def _floats(flags):
    """Return the lengths over and under, and the place at or left of 0 where the repeat begins."""
    if all(flags):
        return "", 0
    size = len(flags)
    starts = [at for at in range(size) if flags[at] and not flags[at - 1]]
    turns = [(tuple(flags[at:] + flags[:at]), at) for at in starts]
    turned, at = min(turns)
    # The round ends reach out by nearly half a thread on both sides.
    runs = [(on_top, THREAD * len(list(run))) for on_top, run in groupby(turned)]
    lengths = [length - 8 if on_top else length + 8 for on_top, length in runs]
    return " ".join(map(str, lengths)), THREAD * (at - size) + 4
