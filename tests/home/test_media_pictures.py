"""Pictures lose everything but their pixels before they are kept, whoever brings them."""

import hashlib
import re
import tracemalloc
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from home.media.models import PortalImage, PortalRendition
from home.media.scrub import RefusalError, scrub_image
from tests.home import hostile_files as files

pytestmark = pytest.mark.django_db

TELLING = {
    "JPEG": ("IMG_CANARY_home.jpg", files.make_jpeg),
    "PNG": ("IMG_CANARY_home.png", files.make_png),
    "WebP": ("IMG_CANARY_home.webp", files.make_webp),
}
REFUSED = files.make_refused()


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("editor"))
    return client


def make_image(data=None, name="a.jpg", **fields):
    fields = {"title": "A loom", "description": "A loom", **fields}
    return PortalImage.objects.create(
        file=ContentFile(data or files.make_plain("JPEG"), name=name), **fields
    )


def stored_files(folder=""):
    folders, names = default_storage.listdir(folder)
    inner = [name for sub in folders for name in stored_files(f"{folder}/{sub}".strip("/"))]
    return [f"{folder}/{name}".strip("/") for name in names] + inner


def stored_bytes():
    return {name: default_storage.open(name).read() for name in stored_files()}


@pytest.fixture(autouse=True)
def empty_storage():
    # Wagtail remembers made sizes by the number of their row, and numbers repeat between tests.
    cache.clear()
    for name in stored_files():
        default_storage.delete(name)


def assert_holds_only_pixels(data):
    assert not [secret for secret in files.SECRETS if secret in data]
    with Image.open(BytesIO(data)) as image:
        assert not image.getexif()
        assert not {"icc_profile", "xmp", "comment", "exif", "photoshop"} & set(image.info)


def assert_nothing_telling_is_kept(image):
    image = PortalImage.objects.get(pk=image.pk)
    kept = stored_bytes()
    assert image.file.name in kept
    for name, data in kept.items():
        assert "CANARY" not in name
        assert_holds_only_pixels(data)
    values = " ".join(str(value) for value in PortalImage.objects.values_list()[0])
    assert "CANARY" not in values
    assert "IMG_" not in values
    assert re.fullmatch(r"original_images/[0-9a-f]{32}\.webp", image.file.name)
    assert image.file_size == len(kept[image.file.name])
    assert (image.width, image.height) == (48, 64), "the camera was held upright"
    assert image.file_hash == hashlib.sha1(kept[image.file.name]).hexdigest()  # noqa: S324


def upload(kind):
    name, make = TELLING[kind]
    return SimpleUploadedFile(name, make(), content_type="image/jpeg")


def form_data(prefix="", **changed):
    data = {
        "title": "A loom",
        "description": "A loom with blue threads",
        "collection": 1,
        **changed,
    }
    return {prefix + name: value for name, value in data.items()}


@pytest.mark.parametrize("kind", TELLING)
def test_picture_saved_by_code_tells_nothing(kind):
    name, make = TELLING[kind]
    assert_nothing_telling_is_kept(make_image(make(), name))


@pytest.mark.parametrize("kind", TELLING)
def test_picture_put_in_place_of_another_tells_nothing(kind):
    image = make_image()
    before = image.file_hash
    name, make = TELLING[kind]
    image.file.save(name, ContentFile(make()))
    default_storage.delete(next(n for n in stored_files() if n != image.file.name))
    assert image.file_hash != before
    assert_nothing_telling_is_kept(image)


def test_pictures_saved_in_bulk_tell_nothing():
    name, make = TELLING["JPEG"]
    image = PortalImage(title="A loom", description="A loom", file=ContentFile(make(), name))
    PortalImage.objects.bulk_create([image])
    assert_nothing_telling_is_kept(PortalImage.objects.get())


@pytest.mark.parametrize("kind", TELLING)
def test_picture_from_the_add_page_tells_nothing(editor, kind):
    response = editor.post(reverse("wagtailimages:add"), form_data(file=upload(kind)))
    assert response.status_code == 302
    assert_nothing_telling_is_kept(PortalImage.objects.get())


@pytest.mark.parametrize("kind", TELLING)
def test_picture_changed_on_the_edit_page_tells_nothing(editor, kind):
    image = make_image()
    response = editor.post(
        reverse("wagtailimages:edit", args=[image.pk]), form_data(file=upload(kind))
    )
    assert response.status_code == 302
    image.refresh_from_db()
    assert_nothing_telling_is_kept(image)


@pytest.mark.parametrize("kind", TELLING)
def test_picture_from_the_chooser_tells_nothing(editor, kind):
    prefix = "image-chooser-upload-"
    response = editor.post(
        reverse("wagtailimages_chooser:create"), form_data(prefix, file=upload(kind))
    )
    assert response.json()["step"] == "chosen"
    assert_nothing_telling_is_kept(PortalImage.objects.get())


@pytest.mark.parametrize("kind", TELLING)
def test_picture_from_the_many_at_once_page_tells_nothing(editor, kind):
    response = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "IMG_CANARY_home", "files[]": upload(kind), "collection": 1},
    )
    answer = response.json()
    assert answer["success"]
    assert "CANARY" not in response.text
    for name, data in stored_bytes().items():
        assert "CANARY" not in name
        assert_holds_only_pixels(data)
    waiting = UploadedFile.objects.get()
    response = editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]),
        form_data(f"uploaded-image-{waiting.pk}-"),
    )
    assert response.json()["success"]
    assert_nothing_telling_is_kept(PortalImage.objects.get())
    assert not UploadedFile.objects.exists()


def test_many_at_once_page_asks_for_a_description_and_proposes_no_title(editor):
    response = editor.post(
        reverse("wagtailimages:add_multiple"), {"title": "IMG_CANARY", "files[]": upload("JPEG")}
    )
    assert re.search(
        r'<input type="text" name="uploaded-image-\d+-title"(?![^>]*value=)',
        response.json()["form"],
    )
    waiting = UploadedFile.objects.get()
    response = editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]),
        form_data(f"uploaded-image-{waiting.pk}-", description=" "),
    )
    assert not response.json()["success"]
    assert "Describe the picture" in response.json()["form"]
    assert not PortalImage.objects.exists()


def test_file_input_does_not_copy_the_name_of_the_file_into_the_title(editor):
    for url in (reverse("wagtailimages:add"), reverse("wagtaildocs:add")):
        assert "w-sync" not in re.search(r'<input[^>]*type="file"[^>]*>', editor.get(url).text)[0]


@pytest.mark.parametrize("what", REFUSED)
def test_refused_file_gets_a_sentence_by_code(what):
    name, data, sentence = REFUSED[what]
    with pytest.raises(ValidationError, match=sentence):
        scrub_image(ContentFile(data, name=name))
    with pytest.raises(ValidationError), transaction.atomic():
        make_image(data or b" ", name)
    assert not stored_files()


@pytest.mark.parametrize("what", REFUSED)
def test_refused_file_gets_a_sentence_and_422_on_the_add_page(editor, what):
    name, data, sentence = REFUSED[what]
    response = editor.post(
        reverse("wagtailimages:add"), form_data(file=SimpleUploadedFile(name, data))
    )
    assert response.status_code == 422
    assert sentence in response.text
    assert "A loom with blue threads" in response.text, "what was typed is lost"
    assert not stored_files()
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize("what", REFUSED)
def test_refused_file_gets_a_sentence_on_the_many_at_once_page(editor, what):
    name, data, sentence = REFUSED[what]
    response = editor.post(
        reverse("wagtailimages:add_multiple"), {"files[]": SimpleUploadedFile(name, data)}
    )
    assert not response.json()["success"]
    assert sentence in response.json()["error_message"]
    assert not stored_files()


def test_pixel_bomb_is_refused_without_room_for_its_pixels():
    bomb = ContentFile(files.make_png_bomb(), name="a.png")
    tracemalloc.start()
    with pytest.raises(RefusalError):
        scrub_image(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_picture_needs_a_description_or_the_word_that_it_is_decoration(editor):
    response = editor.post(
        reverse("wagtailimages:add"), form_data(file=upload("JPEG"), description="")
    )
    assert response.status_code == 422
    assert "Describe the picture in one sentence" in response.text
    response = editor.post(
        reverse("wagtailimages:add"),
        form_data(file=upload("JPEG"), description="", is_decorative="on"),
    )
    assert response.status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        make_image(description="")


def test_what_lies_below_transparent_areas_is_not_kept():
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (32, 0, 64, 64))
    out = BytesIO()
    image.save(out, "PNG")
    clean = Image.open(scrub_image(ContentFile(out.getvalue(), name="a.png")))
    assert clean.getpixel((0, 0)) == (0, 0, 0, 0)
    assert clean.getpixel((40, 0)) == (0, 0, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_drawing_keeps_every_pixel(mode):
    grey = Image.linear_gradient("L").convert("I").point(lambda level: level * 257)
    source = grey.convert("I;16") if mode == "I;16" else Image.linear_gradient("L").convert(mode)
    out = BytesIO()
    source.save(out, "PNG")
    clean = Image.open(scrub_image(ContentFile(out.getvalue(), name="a.png")))
    expected = Image.linear_gradient("L") if mode == "I;16" else source
    target = "RGBA" if clean.mode == "RGBA" else "RGB"
    assert clean.tobytes() == expected.convert(target).tobytes()


def test_photograph_is_upright_and_keeps_its_colours():
    clean = Image.open(scrub_image(ContentFile(files.make_jpeg((640, 480)), name="a.jpeg")))
    assert clean.size == (480, 640)
    red, green, blue = clean.getpixel((400, 100))
    assert (red > 200, green < 60, blue < 60) == (True, True, True), "red is now at the top right"


def test_photograph_keeps_no_more_detail_than_pages_show():
    clean = Image.open(
        scrub_image(ContentFile(files.make_plain("JPEG", (6000, 4000)), name="a.jpg"))
    )
    assert clean.size == (3200, 2133)


def test_print_picture_becomes_a_screen_picture():
    out = BytesIO()
    Image.new("CMYK", (32, 32), (0, 255, 255, 0)).save(out, "JPEG")
    clean = Image.open(scrub_image(ContentFile(out.getvalue(), name="a.jpg")))
    assert clean.mode == "RGB"
    assert clean.getpixel((5, 5))[0] > 150


def test_phone_photograph_with_a_film_behind_it_is_taken_without_the_film():
    data = files.make_plain("JPEG") + b"\0\0\0\x18ftypmp42CANARY" + b"\0" * 1000
    assert b"CANARY" not in scrub_image(ContentFile(data, name="a.jpg")).read()


@pytest.mark.parametrize("kind", TELLING)
def test_no_made_size_tells_anything(kind):
    name, make = TELLING[kind]
    image = make_image(make(), name)
    specs = [
        "original",
        "width-30",
        "fill-20x20|format-jpeg",
        "max-40x40|format-png",
        "width-20|format-avif",
    ]
    for spec in specs:
        image.get_rendition(spec)
    kept = stored_bytes()
    assert len(kept) == len(specs) + 1
    for path, data in kept.items():
        assert "CANARY" not in path
        assert_holds_only_pixels(data)


def render(image, **options):
    words = " ".join(f'{name}="{value}"' for name, value in options.items())
    source = "{% load media %}{% content_picture image " + words + " %}"
    return Template(source).render(Context({"image": image}))


def test_content_picture_has_modern_sources_size_and_the_words_of_the_model(client):
    image = make_image(files.make_plain("JPEG", (2000, 1000)), description='A "blue" loom')
    html = render(image, sizes="(min-width: 40rem) 40rem, 100vw")
    assert html.startswith("<picture>")
    avif, webp = re.findall(r"<source ([^>]*)>", html)
    assert 'type="image/avif"' in avif
    assert 'type="image/webp"' in webp
    assert re.findall(r"(\d+)w", avif) == ["480", "960", "1600"]
    assert 'sizes="(min-width: 40rem) 40rem, 100vw"' in webp
    img = re.search(r"<img ([^>]*)>", html)[1]
    assert 'width="960"' in img
    assert 'height="480"' in img
    assert 'loading="lazy"' in img
    assert "A &quot;blue&quot; loom" in img
    for address in re.findall(r"/media/images/[0-9a-f]{32}\.\w+", html):
        assert client.get(address).status_code == 200


def test_content_picture_is_made_once():
    image = make_image()
    first = render(image)
    assert render(PortalImage.objects.get()) == first
    assert PortalRendition.objects.count() == 3


def test_decoration_has_an_empty_description():
    html = render(make_image(is_decorative=True))
    assert ' alt=""' in html or re.search(r" alt(?=[ >])", html)
    assert "A loom" not in html


def test_small_picture_is_not_blown_up():
    assert not re.search(r"\b(480|960|1600)w", render(make_image()))


def test_cropped_picture_keeps_the_ratio_and_the_focal_point():
    image = make_image(files.make_plain("PNG", (1000, 500)), "a.png")
    image.focal_point_x, image.focal_point_y = 900, 400
    image.focal_point_width = image.focal_point_height = 20
    image.save()
    html = render(image, ratio="1x1")
    assert 'width="500"' in html
    assert 'height="500"' in html
    rendition = image.renditions.get(filter_spec__contains="format-jpeg")
    with rendition.file.open() as file:
        red, _, blue = Image.open(file).getpixel((100, 5))
    assert blue > 200 > red, "the crop is at the right side"
