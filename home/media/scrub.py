"""Pictures, cleaned before they are kept: only the pixels go on."""

import secrets
import struct
import zlib
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from home.media import containers
from home.media.refusal import RefusalError, extension, read_limited

MAX_PIXELS = 24_000_000
MAX_SIDE = 16_000  # WebP ends at 16,383.
# Twice the widest size that a page shows. More detail tells more (a reflection, a badge) and makes
# each made size slower.
KEPT_SIDE = 3200
KIND_OF_EXTENSION = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "webp": "webp"}
LOSSY_QUALITY = 88

_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    IndexError,
    KeyError,
)


class CleanImage(ContentFile):
    """A WebP file that `scrub_image` has written: pixels, and nothing about who, where and when."""

    def __init__(self, data):
        super().__init__(data, name=f"{secrets.token_hex(16)}.webp")


def scrub_image(content, name=None):
    """Return the pixels of an uploaded JPEG, PNG or WebP `File` as a new `CleanImage`.

    Upright, in sRGB, `KEPT_SIDE` pixels long at most, without EXIF, XMP, ICC profile, comments,
    thumbnails, the file's name, and what lies hidden below transparent areas. Raises `RefusalError`
    for everything else, before decoding where the header tells enough.
    """
    if isinstance(content, CleanImage):
        return content
    data = read_limited(content)
    kind = _checked_kind(name or content.name, data)
    try:
        with Image.open(BytesIO(data), formats=[kind.upper()]) as source:
            _check_header(kind, source)
            source.load()
            pixels = _upright_srgb(source)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except _BROKEN as error:
        raise _broken() from error
    out = BytesIO()
    if containers.is_lossless(kind, data):
        # Effort 40 of 100 and the quickest method: a large drawing takes seconds, not a minute.
        pixels.save(out, "WEBP", lossless=True, quality=40, method=1)
    else:
        pixels.save(out, "WEBP", quality=LOSSY_QUALITY, method=3)
    return CleanImage(out.getvalue())


def read_size(content):
    """Return (width, height) of an image file from its header; raises `RefusalError`."""
    content.seek(0)
    try:
        with Image.open(content, formats=["JPEG", "PNG", "WEBP", "AVIF"]) as image:
            return image.size
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except _BROKEN as error:
        raise _not_a_picture() from error
    finally:
        content.seek(0)


def _checked_kind(name, data):
    kind = containers.kind_of(data)
    if kind is None:
        raise _not_a_picture()
    if KIND_OF_EXTENSION.get(extension(name)) != kind:
        raise RefusalError(
            _(
                "The name of this file does not fit what is inside. "
                "Save the picture again as JPEG, PNG or WebP."
            ),
            code="wrong_extension",
        )
    try:
        foreign = containers.holds_something_else(kind, data)
    except containers.MalformedError as error:
        raise _broken() from error
    if foreign:
        raise RefusalError(
            _(
                "This file is a picture and something else at once. "
                "Open it in a picture program and save it again as JPEG, PNG or WebP."
            ),
            code="polyglot",
        )
    return kind


def _check_header(kind, source):
    width, height = source.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise _too_many_pixels()
    # A phone's JPEG may carry a depth map as its second frame; the first is the photograph.
    if kind != "jpeg" and getattr(source, "n_frames", 1) > 1:
        raise RefusalError(
            _("This picture moves. Save one frame of it as JPEG, PNG or WebP and choose that."),
            code="animated",
        )


def _upright_srgb(source):
    """Return a new image with nothing but the pixels of `source`, as RGB or RGBA in sRGB."""
    profile = source.info.get("icc_profile")
    image = ImageOps.exif_transpose(source)
    has_alpha = image.has_transparency_data
    if image.mode.startswith("I"):
        # Pillow would cut 16-bit greys off at 255 and leave a white picture.
        image = image.convert("I").point(lambda level: level / 257).convert("L")
    if profile:
        image = _in_srgb(image, profile)
    image = image.convert("RGBA" if has_alpha else "RGB")
    image.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    if not has_alpha:
        clean = Image.new("RGB", image.size)
        clean.paste(image)
        return clean
    # An eraser often leaves the face below the transparent area: only what shows is copied.
    clean = Image.new("RGBA", image.size, (0, 0, 0, 0))
    clean.paste(image, mask=image.getchannel("A").point(lambda alpha: 255 if alpha else 0))
    return clean


def _in_srgb(image, profile):
    if image.mode not in {"RGB", "RGBA", "L", "CMYK"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    target = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=target,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A broken profile costs a shade of colour, not the picture.
        return image


def _not_a_picture():
    return RefusalError(
        _("This is not a picture that we can show. Choose a JPEG, PNG or WebP file."),
        code="not_a_picture",
    )


def _broken():
    return RefusalError(
        _("This picture is broken or cut off. Save it again, or choose another one."),
        code="broken",
    )


def _too_many_pixels():
    return RefusalError(
        _(
            "This picture has more than 24 million pixels. Make it smaller, "
            "for example 3,000 pixels wide, and choose it again."
        ),
        code="too_many_pixels",
    )
