"""The loom: from a seed to threads, and which of them lies on top."""

import random
from dataclasses import dataclass
from itertools import cycle, islice

# What a weaver would lay side by side: the warp's ground, the weft's ground, and the accents.
SETTS = [
    ("ink", "clay", "marigold", "paper"),
    ("ink", "marigold", "clay", "leaf"),
    ("ink", "river", "paper", "marigold"),
    ("ink", "paper", "clay", "marigold"),
    ("ink", "leaf", "marigold", "paper"),
    ("clay", "marigold", "ink", "paper"),
    ("clay", "paper", "ink", "marigold"),
    ("clay", "ink", "paper", "river"),
    ("river", "paper", "ink", "marigold"),
    ("river", "marigold", "ink", "paper"),
    ("river", "ink", "clay", "paper"),
    ("leaf", "paper", "ink", "marigold"),
    ("leaf", "marigold", "ink", "clay"),
    ("marigold", "ink", "clay", "paper"),
    ("marigold", "clay", "ink", "river"),
    ("paper", "clay", "ink", "marigold"),
    ("paper", "river", "ink", "clay"),
    ("paper", "leaf", "marigold", "ink"),
]

MOST_LINES = 10


@dataclass(frozen=True)
class Cloth:
    """Warp: one colour per thread, repeated. Picks: for each row its colour and one repeat of
    "weft on top" flags."""

    warp: tuple
    picks: tuple

    def weft_is_on_top(self, row, column):
        flags = self.picks[row][1]
        return flags[column % len(flags)]


def _wave(at, half):
    """Return 0, 1 … half, half-1 … 1, 0 …: the order in which a point draft takes its shafts."""
    at %= 2 * half
    return min(at, 2 * half - at)


def plain(row, half):
    return tuple((row + at) % 2 == 0 for at in range(2))


def basket(row, half):
    return tuple((row // 2 + at // 2) % 2 == 0 for at in range(4))


def twill(row, half):
    return tuple((at - row) % 4 < 2 for at in range(4))


def herringbone(row, half):
    return tuple((_wave(at, half) + row) % 4 < 2 for at in range(2 * half))


def zigzag(row, half):
    return tuple((at + _wave(row, half)) % 4 < 2 for at in range(4))


def diamond(row, half):
    return tuple((_wave(at, half) + _wave(row, half)) % 4 < 2 for at in range(2 * half))


def blocks(row, half):
    return tuple((row // half + at // half) % 2 == 0 for at in range(2 * half))


def steps(row, half):
    reach = _wave(row, half)
    return tuple(_wave(at, half) <= reach for at in range(2 * half))


def solid(row, half):
    return (True,)


FIELDS = [twill, herringbone, zigzag, diamond, blocks, steps, basket]


def _sett(rng, ground, accents):
    """Return the warp's stripes, the same from both sides."""
    kind = rng.randrange(4)
    first, second = accents[0], accents[-1]
    if kind == 0:
        half = [ground] * 6 + [first] * 2
    elif kind == 1:
        half = [ground] * 4 + [first] * 1 + [ground] * 2 + [second] * 2
    elif kind == 2:
        half = [ground] * 5 + [second] * 1 + [first] * 2 + [second] * 1
    else:
        half = [ground] * 8
    return tuple(half + half[::-1])


def _bands(rng, ground, accents, half):
    """Yield (draft, colour, number of rows) for one half of the weft's order."""
    field, second = rng.sample(FIELDS, 2)
    yield field, ground, 2 * half
    yield solid, accents[0], 1
    yield plain, accents[-1], rng.choice([1, 2, 3])
    yield solid, accents[0], 1
    if rng.random() < 0.7:
        yield second, accents[rng.randrange(len(accents))], half
        yield solid, accents[-1], rng.choice([1, 2])


def _kente(rng, accents, weft_ground, half):
    """Return striped blocks between borders: squares of weft stripes, squares of bare warp."""
    order = [weft_ground, *accents]
    rng.shuffle(order)
    stripes = [order[_wave(row, 3) % len(order)] for row in range(half)]
    square = [(colour, row) for row, colour in enumerate(stripes)]
    rows = square + [(colour, half + row) for colour, row in square]
    if rng.random() < 0.5:
        rows += square
    picks = [(colour, blocks(row, half)) for colour, row in rows]
    border = accents[rng.randrange(len(accents))]
    hem = [(border, (True,)), (order[0], plain(0, half)), (order[0], plain(1, half))]
    return picks + hem + [(border, (True,))]


def _kente_sett(ground, accents, half):
    """Return stripes that fill the squares of `blocks` from edge to edge, in two ways."""
    first = [accents[0], *[ground] * (half - 2), accents[0]]
    middle = half // 2
    second = (
        [ground] * (middle - 1) + [accents[-1]] * (half - 2 * middle + 2) + [ground] * (middle - 1)
    )
    return tuple(first + second)


def make_cloth(seed, rows):
    """Return the `Cloth` of this seed, `rows` weft threads high; always the same for a seed."""
    rng = random.Random(f"weave:{seed}")  # noqa: S311  a pattern, not a secret
    while True:
        sett, picks = _order(rng)
        # Each colour in each order of crossings is one line of the drawing, which must stay short.
        if len({(colour, _turned(flags)) for colour, flags in picks}) <= MOST_LINES:
            return Cloth(sett, tuple(islice(cycle(picks), rows)))


def _turned(flags):
    """Return the same value for crossings that differ only in where they begin."""
    return min(flags[at:] + flags[:at] for at in range(len(flags)))


def _order(rng):
    """Return a warp and one repeat of picks."""
    warp_ground, weft_ground, *accents = rng.choice(SETTS)
    rng.shuffle(accents)
    half = rng.choice([4, 5, 6])
    if rng.random() < 0.3:
        half += 1
        sett = _kente_sett(warp_ground, accents, half)
        picks = _kente(rng, accents, weft_ground, half)
    else:
        sett = _sett(rng, warp_ground, accents)
        bands = list(_bands(rng, weft_ground, accents, half))
        bands += bands[1:-1][::-1]
        picks = [
            (colour, draft(row, half)) for draft, colour, count in bands for row in range(count)
        ]
    start = rng.randrange(len(picks))
    return sett, picks[start:] + picks[:start]
