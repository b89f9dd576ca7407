"""The outside of picture files: what surrounds the pixels, read without decoding them."""

import re

# The beginnings of what a browser, an unpacker or a reader would act on if it took the picture
# for something else.
FOREIGN = re.compile(
    rb"PK\x03\x04|PK\x05\x06|%PDF-|<!doctype|<html|<script|<svg|<iframe|<\?php|Rar!\x1a|7z\xbc\xaf",
    re.IGNORECASE,
)
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8\xff"
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_SCAN, _END = 0xDA, 0xD9


class MalformedError(ValueError):
    """The file is cut off, or is not what it says it is."""


def kind_of(data):
    """Return "jpeg", "png", "webp" or None, from the first bytes of a file."""
    if data.startswith(JPEG_START):
        return "jpeg"
    if data.startswith(PNG_SIGNATURE):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return None


def jpeg_segments(data):
    """Yield (marker, start, end) for each part of a JPEG, up to and with its end marker.

    A scan's compressed pixels belong to the scan's part. Raises `MalformedError` without an end marker.
    """
    at = 2
    while True:
        at = data.find(b"\xff", at)
        while 0 <= at < len(data) - 1 and data[at + 1] == 0xFF:
            at += 1
        if at < 0 or at + 1 >= len(data):
            raise MalformedError
        marker = data[at + 1]
        if marker == _END:
            yield marker, at, at + 2
            return
        end = at + 2 if marker in _STANDALONE else at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        if end > len(data) or end < at + 2:
            raise MalformedError
        yield marker, at, end
        at = end


_MARKER_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)


def _end_of_scan(data, start):
    found = _MARKER_AFTER_SCAN.search(data, start)
    if not found:
        raise MalformedError
    return found.start()


def jpeg_without_metadata(data):
    """Return the same compressed picture without application data (EXIF, XMP, ICC) and comments.

    APP0 (JFIF) and APP14 (Adobe's colour transform) stay, because they decide on the colours.
    """
    dropped = {*range(0xE1, 0xEE), 0xEF, 0xFE}
    parts = [data[s:e] for marker, s, e in jpeg_segments(data) if marker not in dropped]
    return data[:2] + b"".join(parts)


def _around_jpeg_pixels(data):
    outside, end = [], 0
    for marker, start, stop in jpeg_segments(data):
        if marker != _SCAN:
            outside.append(data[start:stop])
        end = stop
    # Phones put a second picture or a short film behind the first; neither survives the copy.
    outside.append(data[end:])
    return outside


def _around_png_pixels(data):
    outside, at, name = [], len(PNG_SIGNATURE), b""
    while name != b"IEND":
        size, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + size
        if len(name) < 4 or end > len(data):
            raise MalformedError
        if name not in {b"IDAT", b"fdAT"}:
            outside.append(data[at:end])
        at = end
    if at != len(data):
        raise MalformedError
    return outside


def _webp_chunks(data):
    """Yield (name, start, end) for each chunk of a WebP; raises `MalformedError`."""
    total = 8 + int.from_bytes(data[4:8], "little")
    if len(data) not in {total, total + total % 2}:
        raise MalformedError
    at = 12
    while at < total:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size
        if end > len(data):
            raise MalformedError
        yield data[at : at + 4], at, end
        at = end + size % 2


def _around_webp_pixels(data):
    pixels = {b"VP8 ", b"VP8L", b"ALPH", b"ANMF"}
    return [data[start:end] for name, start, end in _webp_chunks(data) if name not in pixels]


_AROUND = {"jpeg": _around_jpeg_pixels, "png": _around_png_pixels, "webp": _around_webp_pixels}


def holds_something_else(kind, data):
    """Tell whether the file is also a page, a program or an archive; raises `MalformedError`."""
    return any(FOREIGN.search(part) for part in _AROUND[kind](data))


def is_lossless(kind, data):
    if kind == "webp":
        return any(name == b"VP8L" for name, _, _ in _webp_chunks(data))
    return kind == "png"
