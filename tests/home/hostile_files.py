"""Files that people upload: with too much in them, or with something quite different in them."""

import struct
import zlib
from io import BytesIO

import pikepdf
from PIL import Image, ImageCms, PngImagePlugin

SECRETS = [b"CANARY", b"Exif", b"xmpmeta", b"ICC_PROFILE", b"ICCP", b"acsp", b"http://ns.adobe.com"]
XMP = b'<?xpacket?><x:xmpmeta xmlns:x="adobe:ns:meta/"><CANARY-xmp/></x:xmpmeta>'


def make_exif():
    exif = Image.Exif()
    exif[0x013B] = "CANARY-artist"
    exif[0x010F] = "CANARY-camera"
    exif[0x0112] = 6  # to be turned by a quarter
    exif.get_ifd(0x8825).update({1: "S", 2: (1.0, 17.0, 31.0), 3: "E", 4: (36.0, 49.0, 0.0)})
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0CANARY-user-comment"
    return exif


def make_pixels(size=(64, 48), mode="RGB"):
    """Return a picture: blue, with a red corner at the top left."""
    image = Image.new(mode, size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    return image


def srgb_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def make_jpeg(size=(64, 48), **options):
    """Return a JPEG with GPS place, artist, camera, comment, XMP and a colour profile."""
    out = BytesIO()
    make_pixels(size).save(
        out,
        "JPEG",
        exif=make_exif(),
        xmp=XMP,
        comment=b"CANARY-comment",
        icc_profile=srgb_profile(),
        **options,
    )
    return out.getvalue()


def make_png(size=(64, 48), mode="RGB"):
    """Return a PNG with texts, XMP, EXIF and a colour profile."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "CANARY-author")
    texts.add_text("Comment", "CANARY-comment", zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    out = BytesIO()
    make_pixels(size, mode).save(
        out, "PNG", pnginfo=texts, exif=make_exif(), icc_profile=srgb_profile()
    )
    return out.getvalue()


def make_webp(size=(64, 48)):
    out = BytesIO()
    make_pixels(size).save(out, "WEBP", exif=make_exif(), xmp=XMP, icc_profile=srgb_profile())
    return out.getvalue()


def make_plain(kind, size=(64, 48)):
    out = BytesIO()
    make_pixels(size).save(out, kind)
    return out.getvalue()


def make_moving(kind):
    out = BytesIO()
    frames = [make_pixels(), make_pixels().rotate(180)]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def png_chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def make_png_bomb(width=10_000, height=10_000):
    """Return some 12 kB that say they are 100 million pixels."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width // 8 + 1) * height), 9)
    parts = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def make_zip():
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("CANARY.txt", "CANARY")
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert("CANARY")</script></svg>'


def make_refused():
    """Return {what it is: (file name, bytes, a part of the sentence)}."""
    jpeg, png, webp = make_plain("JPEG"), make_plain("PNG"), make_plain("WEBP")
    comment = b"<html><script>CANARY</script>"
    jpeg_page = jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + jpeg[2:]
    riff = webp[:4] + struct.pack("<I", len(webp)) + webp[8:]
    return {
        "SVG": ("a.svg", SVG, "not a picture"),
        "SVG named as PNG": ("a.png", SVG, "not a picture"),
        "GIF": ("a.gif", make_plain("GIF"), "not a picture"),
        "BMP named as JPEG": ("a.jpg", make_plain("BMP"), "not a picture"),
        "PDF named as JPEG": ("a.jpg", b"%PDF-1.7 CANARY", "not a picture"),
        "moving WebP": ("a.webp", make_moving("WEBP"), "moves"),
        "moving PNG": ("a.png", make_moving("PNG"), "moves"),
        "PNG of 100 million pixels": ("a.png", make_png_bomb(), "24 million"),
        "PNG of 4 billion pixels": ("a.png", make_png_bomb(65_000, 65_000)[:9000], "broken"),
        "PNG that claims 2 billion pixels": ("a.png", make_png_bomb(2_000_000_000, 1), "24 million"),
        "PNG longer than WebP can be": ("a.png", make_png_bomb(20_000, 8), "24 million"),
        "PNG with an archive behind": ("a.png", png + make_zip(), "broken"),
        "JPEG with an archive behind": ("a.jpg", jpeg + make_zip(), "something else"),
        "WebP with an archive behind": ("a.webp", webp + make_zip(), "broken"),
        "WebP that counts more": ("a.webp", riff + b"CANARY", "broken"),
        "JPEG with a page inside": ("a.jpg", jpeg_page, "something else"),
        "JPEG with a PDF behind": ("a.jpg", jpeg + b"%PDF-1.7 CANARY", "something else"),
        "PNG with a page inside": (
            "a.png", png[:33] + png_chunk(b"tEXt", b"a\0" + comment) + png[33:], "something else"
        ),
        "cut JPEG": ("a.jpg", jpeg[: len(jpeg) // 2], "broken"),
        "cut PNG": ("a.png", png[: len(png) // 2], "broken"),
        "cut WebP": ("a.webp", webp[: len(webp) // 2], "broken"),
        "PNG without pixels": (
            "a.png", png[:33] + png_chunk(b"IDAT", b"CANARY") + png_chunk(b"IEND", b""), "broken"
        ),
        "JPEG named as PNG": ("a.png", jpeg, "does not fit"),
        "JPEG without a name for its kind": ("CANARY", jpeg, "does not fit"),
        "JPEG named as a page": ("a.jpg.html", jpeg, "does not fit"),
        "11 MB": ("a.jpg", jpeg + b"\0" * (11 * 1024 * 1024), "10 MB"),
        "nothing": ("a.jpg", b"", "empty"),
    }  # fmt: skip


def make_pdf(annotation=None):
    """Return a PDF that acts on opening, tells its author and carries files and a photograph."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 10, 10],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/good"),
    )
    bad_link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 10, 10],
        A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('CANARY-link')"),
    )
    pinned = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FileAttachment,
        Rect=[0, 0, 10, 10],
        T="CANARY-pinned",
        Contents="CANARY-pinned",
    )
    marks = [link, bad_link, pinned] + ([annotation] if annotation else [])
    page.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(mark) for mark in marks]))
    page.AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('CANARY-page')")
    )
    page.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private="CANARY-private"))
    photo = pikepdf.Stream(pdf, make_jpeg())
    photo.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=64, Height=48,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
    page.Contents = pdf.make_stream(b"q 100 0 0 100 0 0 cm /Im0 Do Q")
    pdf.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS="app.alert('CANARY-open')"
    )
    pdf.attachments["CANARY.txt"] = b"CANARY-attached"
    pdf.docinfo["/Company"] = "CANARY-author"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["CANARY-creator"]
    out = BytesIO()
    # Nothing compressed, so that a search in the bytes finds what is there.
    pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def make_pdf_bomb(megabytes=300):
    """Return a small PDF whose table of objects unfolds into `megabytes`."""
    packer = zlib.compressobj(9)
    objects = b"<< /Type /Catalog /Pages 2 0 R >>".ljust(40)
    objects += b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    packed = packer.compress(b"1 0 2 40 " + objects)
    packed += b"".join(packer.compress(b" " * 1024 * 1024) for _ in range(megabytes))
    packed += packer.flush()
    page = b"%PDF-1.5\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n"
    table = b"4 0 obj\n<< /Type /ObjStm /N 2 /First 9 /Filter /FlateDecode /Length %d >>\nstream\n"
    table = table % len(packed) + packed + b"\nendstream\nendobj\n"
    places = [(0, 0, 255), (2, 4, 0), (2, 4, 1), (1, 9, 0), (1, len(page), 0)]
    end = len(page + table)
    places.append((1, end, 0))
    rows = b"".join(struct.pack(">BIB", *place) for place in places)
    index = b"5 0 obj\n<< /Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n"
    index = index % len(rows) + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % end
    return page + table + index


def make_pdf_with_large_drawing():
    """Return a PDF with an uncompressed size that only an honest scan has: 24 megapixels."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    drawing = pikepdf.Stream(pdf, zlib.compress(b"\xff" * 72_000_000, 1))
    drawing.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=6000, Height=4000,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.FlateDecode,
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=drawing))
    page.Contents = pdf.make_stream(b"q 100 0 0 100 0 0 cm /Im0 Do Q")
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()
