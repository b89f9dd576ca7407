"""Answers for programs: catch-up, digest, and refusals as JSON."""

import json

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.translation import gettext as _

from network.discussions import log
from network.discussions.models import Room
from network.discussions.refusals import Refused
from network.discussions.sight import find_room

MOST_EVENTS = 500
LARGEST = 2**62


def is_program(request):
    """Tell whether a program asks: it sends or wants JSON."""
    wants = request.headers.get("Accept", "")
    return request.content_type == "application/json" or wants.startswith("application/json")


def refused(refusal):
    """Return a refusal in the form of the contract."""
    answer = {
        "error": refusal.code,
        "detail": str(refusal.sentence),
        "retry_after": refusal.retry_after,
        "fields": {name: str(words) for name, words in refusal.fields.items()},
    }
    response = JsonResponse(answer, status=refusal.status)
    if refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def for_programs(view):
    """Decorate a view for programs only: what is refused is answered as JSON."""

    def answer(request, *args, **kwargs):
        try:
            if request.method not in {"GET", "HEAD"}:
                return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
            return view(request, *args, **kwargs)
        except Refused as refusal:
            return refused(refusal)

    return answer


def body_of(request):
    """Return the JSON object that was sent, or raise Refused."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise Refused("invalid", _("Send a JSON object."))
    return sent


@for_programs
def events(request, room):
    room, reader = find_room(request, room)
    since = _number(request, "since", 0)
    limit = min(_number(request, "limit", 100), MOST_EVENTS) or 1
    head = log.head_of(room)
    tag = f'"{room.epoch}-{head}-{log.view_of(room, reader)}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    epoch = request.GET.get("epoch", "")
    if why := why_reset(room, since, epoch, head):
        answer = reset(room, head, why)
    else:
        answer = log.read(room, since=since, limit=limit, reader=reader, head=head)
    return JsonResponse(answer, headers={"ETag": tag})


@for_programs
def digest(request, room):
    room, reader = find_room(request, room)
    upto = min(_number(request, "upto", LARGEST), log.head_of(room))
    found = log.digest(room, upto=upto, reader=reader)
    return JsonResponse({"upto": upto, "sha256": found})


def why_reset(room: Room, since, epoch, head):
    """Return why a copy that ends at `since` cannot be continued, or None."""
    if epoch and epoch != room.epoch:
        return "epoch"
    return "ahead" if since > head else None


def reset(room, head, why):
    frame = {"type": "reset", "room": room.public_id, "epoch": room.epoch}
    return frame | {"head": head, "why": why}


def _number(request, name, default):
    text = request.GET.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) <= LARGEST):
        sentence = _("%(name)s must be a whole number.") % {"name": name}
        raise Refused("invalid", sentence, fields={name: sentence})
    return int(text)
