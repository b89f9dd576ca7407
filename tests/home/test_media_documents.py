"""Documents are written anew before they are kept, and given out only after the question."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction, UploadedFile

from home.media.models import PortalDocument
from home.media.pdf import scrub_pdf
from tests.home import hostile_files as files

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("editor"))
    return client


def make_document(**fields):
    file = ContentFile(files.make_pdf(), name="CANARY.pdf")
    return PortalDocument.objects.create(title="Our report", file=file, **fields)


def close(collection, kind=BaseViewRestriction.LOGIN):
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)


def make_members_collection():
    collection = Collection.get_first_root_node().add_child(name="For members")
    close(collection)
    return collection


def open_up(data):
    """Return the PDF's bytes with nothing compressed, so that a search finds what is there."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == "/FlateDecode":
                thing.write(thing.read_bytes())
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def assert_shows_pages_and_nothing_else(document):
    assert re.fullmatch(r"documents/[0-9a-f]{32}\.pdf", document.file.name)
    with document.file.open() as file:
        data = file.read()
    inside = open_up(data)
    for secret in [b"CANARY", b"JavaScript", b"OpenAction", b"Exif", b"xmpmeta", b"/Info", b"/AA"]:
        assert secret not in inside
        assert secret not in data
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
        assert not pdf.attachments
        photo = pikepdf.PdfImage(pdf.pages[0].Resources.XObject.Im0).as_pil_image()
        assert photo.size == (64, 48)
        links = [mark.get("/A", {}).get("/URI") for mark in pdf.pages[0].Annots]
        assert links == ["https://example.org/good", None]
    document.refresh_from_db()
    assert document.file_size == len(data)
    assert "CANARY" not in document.title


def pdf_upload():
    return SimpleUploadedFile("CANARY.pdf", files.make_pdf(), content_type="application/pdf")


def test_the_test_file_tells_before_it_is_cleaned():
    inside = open_up(files.make_pdf())
    for secret in [
        b"-link",
        b"-page",
        b"-private",
        b"-open",
        b"-attached",
        b"-author",
        b"-creator",
        b"-pinned",
        b"-comment",
    ]:
        assert b"CANARY" + secret in inside


def test_document_saved_by_code_tells_nothing():
    assert_shows_pages_and_nothing_else(make_document())


def test_document_from_the_add_page_tells_nothing(editor):
    data = {"title": "Our report", "file": pdf_upload(), "collection": 1}
    assert editor.post(reverse("wagtaildocs:add"), data).status_code == 302
    assert_shows_pages_and_nothing_else(PortalDocument.objects.get())


def test_document_from_the_chooser_tells_nothing(editor):
    prefix = "document-chooser-upload-"
    data = {prefix + "title": "Our report", prefix + "file": pdf_upload(), prefix + "collection": 1}
    response = editor.post(reverse("wagtaildocs_chooser:create"), data)
    assert response.json()["step"] == "chosen"
    assert_shows_pages_and_nothing_else(PortalDocument.objects.get())


def test_document_from_the_many_at_once_page_tells_nothing(editor):
    data = {"title": "CANARY", "files[]": pdf_upload(), "collection": 1}
    response = editor.post(reverse("wagtaildocs:add_multiple"), data)
    assert response.json()["success"]
    assert "CANARY" not in response.text
    waiting = UploadedFile.objects.get()
    assert "CANARY" not in waiting.file.name
    assert b"CANARY" not in open_up(waiting.file.read())
    response = editor.post(
        reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[waiting.pk]),
        {
            f"uploaded-document-{waiting.pk}-title": "Our report",
            f"uploaded-document-{waiting.pk}-collection": 1,
        },
    )
    assert response.json()["success"]
    assert_shows_pages_and_nothing_else(PortalDocument.objects.get())


def locked_pdf():
    out = BytesIO()
    with pikepdf.open(BytesIO(files.make_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


BLACK_BAR = pikepdf.Dictionary(
    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[0, 0, 100, 10]
)
REFUSED = {
    "a page": ("a.html", b"<html>", "not a PDF"),
    "a page named as PDF": ("a.pdf", b"<html>", "not a PDF"),
    "PDF named as a page": ("a.html", files.make_pdf(), "not a PDF"),
    "a page before a PDF": ("a.pdf", b"<html>" + files.make_pdf(), "not a PDF"),
    "an empty PDF": ("a.pdf", b"%PDF-1.7\n", "broken"),
    "locked": ("a.pdf", locked_pdf(), "password"),
    "a bomb": ("a.pdf", files.make_pdf_bomb(), "broken"),
    "a bar over a name": ("a.pdf", files.make_pdf(BLACK_BAR), "on top of its pages"),
    "11 MB": ("a.pdf", files.make_pdf() + b"\0" * 11 * 1024 * 1024, "10 MB|too big"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused_document_gets_a_sentence(editor, what):
    name, data, sentence = REFUSED[what]
    before = set(default_storage.listdir("")[0])
    with pytest.raises(ValidationError, match=sentence):
        scrub_pdf(ContentFile(data, name=name))
    upload = SimpleUploadedFile(name, data)
    response = editor.post(
        reverse("wagtaildocs:add"), {"title": "Typed", "file": upload, "collection": 1}
    )
    assert response.status_code == 422
    assert re.search(sentence, response.text)
    assert "Typed" in response.text
    upload.seek(0)
    response = editor.post(reverse("wagtaildocs:add_multiple"), {"files[]": upload})
    assert re.search(sentence, response.json()["error_message"])
    assert set(default_storage.listdir("")[0]) == before
    assert not PortalDocument.objects.exists()


def test_archive_hidden_behind_a_document_does_not_stay():
    clean = scrub_pdf(ContentFile(files.make_pdf() + files.make_zip(), name="a.pdf"))
    assert b"CANARY.txt" not in clean.read()


def test_document_that_can_be_unfolded_small_passes_where_the_bomb_does_not():
    scrub_pdf(ContentFile(files.make_pdf_bomb(1), name="a.pdf"))


def test_document_with_a_large_scan_is_taken():
    clean = scrub_pdf(ContentFile(files.make_pdf_with_large_drawing(), name="a.pdf"))
    with pikepdf.open(clean) as pdf:
        assert pdf.pages[0].Resources.XObject.Im0.Width == 6000


def addresses(document):
    return [document.url, f"/media/{document.file.name}"]


def test_public_document_is_a_download_that_cannot_act(client):
    document = make_document()
    for address in addresses(document):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Cache-Control"] == "public, no-cache"
        assert not response.cookies
        assert response.content.startswith(b"%PDF-")


def test_members_document_sends_the_public_to_sign_in_by_every_address(client):
    document = make_document(collection=make_members_collection())
    for address in addresses(document):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/account/login/?next=")
        assert "no-store" in response["Cache-Control"]


def test_members_document_opens_for_a_person_who_is_signed_in(client):
    document = make_document(collection=make_members_collection())
    client.force_login(get_user_model().objects.create_user("member"))
    for address in addresses(document):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store, private"


def test_document_under_another_name_or_number_is_not_there(client):
    document, other = make_document(), make_document()
    assert client.get(f"/documents/{document.pk}/{other.filename}").status_code == 404
    assert client.get(f"/documents/{document.pk}/").status_code == 404
    assert client.get(f"/documents/999999999999/{document.filename}").status_code == 404
    assert client.get("/media/documents/" + "0" * 32 + ".pdf").status_code == 404
    assert client.post(document.url).status_code == 405
