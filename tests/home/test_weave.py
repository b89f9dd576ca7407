"""The woven pictures: small, still, always the same, and safe under the strict policy."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from PIL import Image

from home.weave import weave, weave_file, weave_picture
from home.weave.cloth import make_cloth
from home.weave.drawing import COLOURS

SEEDS = [f"seed-{number}" for number in range(400)]
SHAPES = [(640, 360), (1200, 320), (400, 225), (64, 64), (1200, 48), (320, 640)]


@pytest.mark.parametrize("shape", SHAPES)
def test_drawing_weighs_little_and_needs_no_inline_style_or_id(shape):
    for seed in SEEDS:
        drawing = weave(seed, width=shape[0], height=shape[1])
        assert len(drawing.encode()) <= 1536
        assert not re.search(r"\b(style|id|href|on\w+)=", drawing)
        ElementTree.fromstring(drawing)  # noqa: S314  our own words


def test_seed_is_always_drawn_the_same_and_each_seed_differently():
    first = [weave(seed, width=640, height=360) for seed in SEEDS]
    assert first == [weave(seed, width=640, height=360) for seed in SEEDS]
    assert len(set(first)) > 0.98 * len(SEEDS)


def test_drawing_has_three_to_five_colours_of_the_palette():
    for seed in SEEDS:
        colours = set(re.findall(r'class="w-(\w+)"', weave(seed, width=640, height=360)))
        assert 3 <= len(colours) <= 5
        assert colours <= {"ink", "paper", "marigold", "clay", "leaf", "river"}


def test_drawing_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in weave("a", width=64, height=64)
    spoken = weave("a", width=64, height=64, label='A "<b>" cloth')
    assert 'role="img" aria-label="A &quot;&lt;b&gt;&quot; cloth"' in spoken


def test_seed_never_shows_in_the_drawing():
    assert "CANARY" not in weave("CANARY", width=64, height=64)


def test_file_draws_the_same_threads_with_its_own_colours():
    page, file = (draw("a", width=64, height=64) for draw in (weave, weave_file))
    assert re.findall(r' d="([^"]*)"', page) == re.findall(r' d="([^"]*)"', file)
    assert "class=" not in file
    root = ElementTree.fromstring(file)  # noqa: S314  our own words
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_picture_has_the_asked_size_and_is_always_the_same():
    picture = weave_picture("a", width=1200, height=630)
    assert picture.size == (1200, 630)
    assert picture.tobytes() == weave_picture("a", width=1200, height=630).tobytes()
    assert picture.tobytes() != weave_picture("b", width=1200, height=630).tobytes()


def test_template_tag_draws_the_shape():
    html = Template('{% load weave %}{% weave seed "avatar" %}').render(Context({"seed": "a"}))
    assert html == weave("a", width=64, height=64)


def nearest_colour(pixel):
    def distance(name):
        parts = (int(COLOURS[name][at : at + 2], 16) for at in (1, 3, 5))
        return sum((a - b) ** 2 for a, b in zip(parts, pixel[:3], strict=True))

    return min(COLOURS, key=distance)


def expected_colours(seed, columns, rows):
    cloth = make_cloth(seed, rows)
    return [
        cloth.picks[row][0]
        if cloth.weft_is_on_top(row, column)
        else cloth.warp[column % len(cloth.warp)]
        for row in range(rows)
        for column in range(columns)
    ]


def colours_at_crossings(image, columns, rows):
    size = image.width // columns
    return [
        nearest_colour(image.getpixel((column * size + size // 2, row * size + size // 2)))
        for row in range(rows)
        for column in range(columns)
    ]


@pytest.mark.browser
def test_browser_and_raster_show_each_thread_where_the_loom_put_it(chromium):
    columns, rows, size = 56, 28, 20
    width, height = columns * size, rows * size
    page = chromium.new_page(viewport={"width": width, "height": height})
    for seed in SEEDS[:24]:
        drawing = weave_file(seed, width=width, height=height)
        page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawing}")
        shot = Image.open(BytesIO(page.screenshot()))
        expected = expected_colours(seed, columns, rows)
        assert colours_at_crossings(shot, columns, rows) == expected
        raster = weave_picture(seed, width=width, height=height)
        assert colours_at_crossings(raster, columns, rows) == expected
    page.close()
