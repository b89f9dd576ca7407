"""PDF documents, written anew before they are kept: the pages, and nothing that acts or tells."""

import secrets
from io import BytesIO

import pikepdf
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from pikepdf import Array, Dictionary, Name, Stream

from home.media import containers
from home.media.refusal import RefusalError, extension, read_limited

# A megabyte can unfold into gigabytes. The limits hold for the whole process, so they are set once.
_MOST_UNFOLDED = 64 * 1024 * 1024
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=_MOST_UNFOLDED,
    run_length_max_memory=_MOST_UNFOLDED,
    png_max_memory=_MOST_UNFOLDED,
    tiff_max_memory=_MOST_UNFOLDED,
    parser_max_container_size=1_000_000,
)

# What a reader needs to show the pages and to read them aloud; scripts, forms, attached files,
# signatures and XMP hang on other keys.
_CATALOG = {
    "/Type", "/Version", "/Pages", "/PageLabels", "/Outlines", "/PageMode", "/PageLayout", "/Lang",
    "/MarkInfo", "/StructTreeRoot", "/OCProperties", "/OutputIntents", "/Dests", "/Names",
    "/ViewerPreferences",
}  # fmt: skip
# Keys that hold metadata, edit history, private data of programs, attached files or programs.
_DROPPED = {
    "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/EF", "/AA", "/OpenAction", "/JS",
    "/JavaScript", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/SpiderInfo",
}  # fmt: skip
_SILENT = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/Popup"}

# pikepdf answers a crooked structure with the error of whatever it was read as.
_BROKEN = (
    pikepdf.PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


class CleanPDF(ContentFile):
    """A PDF that `scrub_pdf` has written."""

    def __init__(self, data):
        super().__init__(data, name=f"{secrets.token_hex(16)}.pdf")


def scrub_pdf(content, name=None):
    """Return an uploaded PDF `File` written anew as `CleanPDF`; raises `RefusalError`.

    Without author, title and dates, XMP, scripts, actions other than links, attached files, earlier
    versions and the EXIF of photographs inside. Marks laid over pages are refused rather than
    removed: one of them may be the black bar over a name.
    """
    if isinstance(content, CleanPDF):
        return content
    data = read_limited(content)
    if extension(name or content.name) != "pdf" or not data.startswith(b"%PDF-"):
        raise RefusalError(_("This is not a PDF. Save your document as PDF and choose that."))
    out = BytesIO()
    try:
        with pikepdf.open(BytesIO(data), access_mode=pikepdf.AccessMode.stream) as document:
            _check(document)
            _clean_catalog(document)
            for thing in document.objects:
                _clean(thing)
            document.remove_unreferenced_resources()
            document.save(out, deterministic_id=True, preserve_pdfa=False)
    except pikepdf.PasswordError as error:
        raise RefusalError(
            _("This PDF is locked with a password. Save it without one and choose it again.")
        ) from error
    except _BROKEN as error:
        raise RefusalError(
            _("This PDF is broken. Save it again, or choose another one.")
        ) from error
    return CleanPDF(out.getvalue())


def _check(document):
    if document.is_encrypted:
        raise pikepdf.PasswordError
    if not document.pages:
        raise ValueError("A PDF without pages")
    for page in document.pages:
        marks = list(page.get("/Annots", []))
        if not all(isinstance(mark, Dictionary) for mark in marks):
            raise ValueError("A mark that is none")
        kept = [mark for mark in marks if mark.get("/Subtype") not in _SILENT]
        if any(mark.get("/Subtype") != "/Link" for mark in kept):
            raise RefusalError(
                _(
                    "This PDF holds notes, drawings or form fields on top of its pages. "
                    "Print it into a new PDF and choose that."
                )
            )
        if marks:
            page.Annots = Array(kept)


def _clean_catalog(document):
    for key in [key for key in document.Root.keys() if key not in _CATALOG]:  # noqa: SIM118
        del document.Root[key]
    if "/Names" in document.Root:
        names = document.Root.Names
        document.Root.Names = Dictionary({"/Dests": names.Dests} if "/Dests" in names else {})
    if "/Info" in document.trailer:
        del document.trailer["/Info"]


def _clean(thing):
    """Clean one indirect object and everything written inside it."""
    if isinstance(thing, Array):
        for part in thing:
            _clean_inner(part)
    elif isinstance(thing, Dictionary | Stream):
        _clean_keys(thing)
        if isinstance(thing, Stream) and _is_jpeg(thing):
            _clean_jpeg(thing)


def _clean_inner(part):
    # Objects with their own number get their own turn; following them here would go in circles.
    if isinstance(part, Array | Dictionary) and not part.is_indirect:
        _clean(part)


def _clean_keys(holder):
    # The silent marks may still hang on the reading order of a tagged PDF: empty them.
    silent = holder.get("/Subtype") in _SILENT and "/Rect" in holder
    for key in list(holder.keys()):
        if silent or _must_go(holder, key):
            del holder[key]
        else:
            _clean_inner(holder[key])


def _must_go(holder, key):
    if key == "/Next":
        # In an outline the next heading, in an action the next action.
        return "/S" in holder
    return key in _DROPPED or (_is_action(holder[key]) and not _is_harmless(holder[key]))


def _is_action(value):
    return isinstance(value, Dictionary) and any(
        value.get("/S") == kind
        for kind in (
            "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR", "/GoToE",
            "/Rendition", "/Movie", "/Sound", "/Hide", "/Named", "/SetOCGState", "/Trans", "/Thread",
            "/GoTo3DView", "/RichMediaExecute", "/URI",
        )
    )  # fmt: skip


def _is_harmless(action):
    return action.get("/S") == "/URI" and str(action.get("/URI", "")).lower().startswith(
        ("https://", "http://", "mailto:")
    )


def _is_jpeg(stream):
    return stream.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode]))


def _clean_jpeg(stream):
    data = stream.read_raw_bytes()
    try:
        clean = containers.jpeg_without_metadata(data)
    except containers.MalformedError as error:
        raise ValueError("A photograph in this PDF is broken") from error
    parameters = stream.get("/DecodeParms")
    stream.write(clean, filter=Name.DCTDecode, decode_parms=parameters)
