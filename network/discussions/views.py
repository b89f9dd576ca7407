"""The pages of the rooms: complete without a script; the script only makes them live."""

from dataclasses import replace
from functools import wraps

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network import policy
from network.discussions import actions, api, index, letters, limits, log
from network.discussions.forms import EditForm, FilterForm, MessageForm, SearchForm
from network.discussions.models import Filter, Message, Reading, Room
from network.discussions.refusals import Refused
from network.discussions.sight import find_message, find_room

MOST_FOUND = 30


def hidden_is_absent(view):
    """Decorate a view so that pages answer 404, and programs their JSON, where nothing may be seen."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except (InterfaceError, OperationalError):
            if not api.is_program(request):
                raise
            # Nobody knows whether it was kept: the same client_id finds out.
            return api.refused(Refused("unavailable", retry_after=2))
        except Refused as refusal:
            if api.is_program(request):
                return api.refused(refusal)
            if refusal.code == "no_room":
                raise Http404 from None
            return render(
                request,
                "network/discussions/refused.html",
                {"refusal": refusal},
                status=refusal.status,
            )

    return answer


def rooms(request):
    seen = Room.objects.visible_to(request.user).select_related("head")
    read = dict(Reading.objects.filter(member=request.user).values_list("room", "seq"))
    lines = [{"room": room, "is_new": read.get(room.pk, 0) < room.head.last_seq} for room in seen]
    return render(request, "network/discussions/rooms.html", {"lines": lines})


@hidden_is_absent
def room(request, room):
    room, reader = find_room(request, room)
    return _room_page(request, room, reader, MessageForm.fresh())


@require_POST
@hidden_is_absent
def write(request, room):
    room, reader = find_room(request, room)
    if api.is_program(request):
        return _write_for_program(request, room, reader)
    form = MessageForm(request.POST)
    if form.may_identify:
        form.ask_to_confirm()
        return _room_page(request, room, reader, form, asks=True, status=409)
    try:
        message, _seq, _doubled = actions.post(by=request.user, room=room, **_sent(form))
    except Refused as refusal:
        return _room_page(request, room, reader, form, refusal=refusal, status=refusal.status)
    return HttpResponseRedirect(
        f"{reverse('network:room', args=[room.public_id])}#m{message.place}"
    )


@hidden_is_absent
def message(request, room, message):
    room, reader = find_room(request, room)
    found = find_message(request, room, reader, message)
    context = {
        "room": room,
        "message": found,
        # Here she asked for the words, whatever she keeps closed elsewhere.
        "shown": letters.render(
            found, replace(letters.variant_of(found, reader), closed=False), room
        ),
        "may_change": policy.may_change_message(request.user, found),
        "moderates": reader.is_moderator,
        "is_pinned": room.pinned_id == found.pk,
        "form": MessageForm.fresh(reply_to=found.public_id),
    }
    return render(request, "network/discussions/message.html", context)


@require_http_methods(["GET", "POST"])
@hidden_is_absent
def edit(request, room, message):
    room, reader = find_room(request, room)
    found = find_message(request, room, reader, message)
    if not policy.may_change_message(request.user, found):
        raise Refused("forbidden")
    if api.is_program(request):
        changed = api.body_of(request)
        found, seq = actions.edit(by=request.user, message=found, **_changes(changed))
        return JsonResponse({"seq": seq, "rev": found.rev})
    if request.method == "POST":
        form = EditForm(request.POST)
        try:
            actions.edit(by=request.user, message=found, **_changes(_edited(form)))
        except Refused as refusal:
            return _edit_page(request, room, found, form, refusal)
        return HttpResponseRedirect(
            f"{reverse('network:room', args=[room.public_id])}#m{found.place}"
        )
    initial = {"rev": found.rev, "body": found.sealed_body, "content_notes": found.content_notes}
    return _edit_page(request, room, found, EditForm(initial=initial))


@require_http_methods(["GET", "POST"])
@hidden_is_absent
def delete(request, room, message):
    room, reader = find_room(request, room)
    found = find_message(request, room, reader, message)
    if not policy.may_change_message(request.user, found):
        raise Refused("forbidden")
    if request.method == "GET":
        return render(request, "network/discussions/delete.html", {"room": room, "message": found})
    found, seq = actions.delete(by=request.user, message=found)
    if api.is_program(request):
        return JsonResponse({"seq": seq, "rev": found.rev})
    return redirect("network:room", room.public_id)


@require_http_methods(["GET", "POST"])
@hidden_is_absent
def search(request):
    form = SearchForm(request.POST or None)
    found = None
    if form.is_valid():
        limits.take(request.user, "searches")
        found = _found(request, form.cleaned_data["words"])
    status = 400 if form.is_bound and not form.is_valid() else 200
    context = {"form": form, "found": found}
    return render(request, "network/discussions/search.html", context, status=status)


@require_http_methods(["GET", "POST"])
def content_filter(request):
    if request.method == "POST":
        form = FilterForm(request.POST)
        if form.is_valid():
            actions.keep_closed(by=request.user, notes=form.cleaned_data["notes"])
            return redirect("network:rooms")
        return render(request, "network/discussions/filter.html", {"form": form}, status=400)
    chosen = Filter.objects.select_related("member__key").filter(member=request.user).first()
    form = FilterForm(initial={"notes": chosen.sealed_notes if chosen else []})
    return render(request, "network/discussions/filter.html", {"form": form})


def _room_page(request, room, reader, form, *, refusal=None, asks=False, status=200):
    # The head first: what comes between the two questions is drawn and then told again, never lost.
    head = log.head_of(room)
    before, after = _place(request, "before"), _place(request, "after")
    shown = log.messages(room, reader, before=before, after=after)
    at_end = before is None and (after is None or len(shown) < log.PAGE)
    if at_end:
        actions.mark_read(by=request.user, room=room, seq=head)
    context = {
        "room": room,
        "moderates": reader.is_moderator,
        "head": head,
        "rendered": [letters.render(m, letters.variant_of(m, reader), room) for m in shown],
        "pinned": _pinned(room, reader),
        "older": shown[0].place if shown and len(shown) == log.PAGE else None,
        "newer": None if at_end or not shown else shown[-1].place,
        "at_end": at_end,
        "form": form,
        "refusal": refusal,
        "asks": asks,
    }
    response = render(request, "network/discussions/room.html", context, status=status)
    if refusal and refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _pinned(room, reader):
    if room.pinned_id is None:
        return None
    found = log.visible_messages([room], reader).select_related(*letters.WITH_PEOPLE)
    pinned = found.filter(pk=room.pinned_id, state=Message.State.SHOWN).first()
    return pinned and letters.render(pinned, letters.variant_of(pinned, reader), room)


def _write_for_program(request, room, reader):
    sent = api.body_of(request)
    message, seq, doubled = actions.post(
        by=request.user,
        room=room,
        client_id=sent.get("client_id"),
        body=sent.get("body"),
        content_notes=sent.get("content_notes") or (),
        reply_to=sent.get("reply_to"),
    )
    entry = log.Entry(seq=seq, kind="message.posted", message=message, member_id=None)
    answer = {"message": entry.frame_for(reader, room), "seq": seq, "duplicate": doubled}
    return JsonResponse(answer, status=200 if doubled else 201)


def _sent(form):
    return {
        "client_id": form.data.get("client_id", ""),
        "body": form.data.get("body", ""),
        "content_notes": form.data.getlist("content_notes"),
        "reply_to": form.data.get("reply_to", ""),
    }


def _edited(form):
    return {
        "rev": form.data.get("rev", ""),
        "body": form.data.get("body", ""),
        "content_notes": form.data.getlist("content_notes"),
    }


def _changes(sent):
    rev = str(sent.get("rev", ""))
    if not (rev.isascii() and rev.isdecimal() and len(rev) < 10):
        sentence = _("%(name)s must be a whole number.") % {"name": "rev"}
        raise Refused("invalid", sentence, fields={"rev": sentence})
    return {
        "rev": int(rev),
        "body": sent.get("body"),
        "content_notes": sent.get("content_notes") or (),
    }


def _edit_page(request, room, message, form, refusal=None):
    context = {"room": room, "message": message, "form": form, "refusal": refusal}
    status = refusal.status if refusal else 200
    return render(request, "network/discussions/edit.html", context, status=status)


def _place(request, name):
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _found(request, words):
    rooms = {room.pk: room for room in Room.objects.visible_to(request.user)}
    moderates = policy.moderates(request.user, None)
    reader = log.reader_for(request.user, is_moderator=moderates)
    allowed = log.visible_messages(rooms.values(), reader)
    matches = index.matching(allowed, words).select_related(*letters.WITH_PEOPLE)[:MOST_FOUND]
    return [
        {
            "html": letters.render(
                message, letters.variant_of(message, reader), rooms[message.room_id]
            ),
            "room": rooms[message.room_id],
        }
        for message in matches
    ]
