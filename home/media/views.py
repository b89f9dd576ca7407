"""Pictures and documents, given out one by one, each after its question."""

from pathlib import PurePath

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail import hooks

from home.media import policy
from home.media.models import PortalDocument, PortalRendition
from home.media.refusal import extension

CONTENT_TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
}
# A picture never changes under its address; a shared cache asks again, so that a withdrawn
# picture goes with the next purge or within five minutes.
EVERYBODY = "public, max-age=2592000, s-maxage=300, immutable"
# A public document can be closed tomorrow: whoever keeps it asks each time.
EVERYBODY_FOR_NOW = "public, no-cache"
THIS_PERSON = "no-store, private"


@require_safe
def rendition(request, name):
    """Give out a made size of a picture: to everybody if the policy says so, else to its editors."""
    found = get_object_or_404(
        PortalRendition.objects.select_related("image__collection"), file=f"images/{name}"
    )
    if policy.may_serve(found):
        return _give(request, found.file, EVERYBODY)
    if policy.may_work_with(request.user, found.image):
        return _give(request, found.file, THIS_PERSON)
    raise Http404


@require_safe
def document(request, name, document_id=None):
    """Give out a document after Wagtail's check, which sends strangers to sign in where it is closed.

    Both addresses lead here: the page address with the number, and the file's own below /media/.
    """
    numbered = {} if document_id is None else {"pk": document_id}
    documents = PortalDocument.objects.select_related("collection")
    found = get_object_or_404(documents, file=f"documents/{name}", **numbered)
    for check in hooks.get_hooks("before_serve_document"):
        answer = check(found, request)
        if isinstance(answer, HttpResponse):
            answer["Cache-Control"] = THIS_PERSON
            return answer
    closed = found.collection.get_view_restrictions().exists()
    return _give(request, found.file, THIS_PERSON if closed else EVERYBODY_FOR_NOW)


def _give(request, file, cache_control):
    path = PurePath(file.name)
    # The name is random and given once: it stands for the bytes.
    etag = f'"{path.stem}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(_read(file), content_type=CONTENT_TYPES[extension(path.name)])
        # The sandbox that holds a hostile PDF also stops the browser's viewer: it is a download.
        is_document = path.suffix == ".pdf"
        shown = f'attachment; filename="{path.name}"' if is_document else "inline"
        response["Content-Disposition"] = shown
    response["ETag"] = etag
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _read(file):
    # In one piece: under ASGI a synchronous file iterator is read whole before it is sent.
    try:
        with file.storage.open(file.name) as stored:
            return stored.read()
    except FileNotFoundError as error:
        raise Http404 from error


def nothing(request, name=""):
    """Originals, uploads in progress and whatever else lies in the storage are not here."""
    raise Http404
