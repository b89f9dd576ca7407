"""The pages with which moderators keep a room: its rules, held messages, the pinned one."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from network.discussions import arranging
from network.discussions.forms import RoomForm
from network.discussions.refusals import Refused
from network.discussions.sight import find_message, find_room
from network.discussions.views import hidden_is_absent


def _room_of_moderator(request, room):
    room, reader = find_room(request, room)
    if not reader.is_moderator:
        raise Refused("no_room")
    return room, reader


@require_http_methods(["GET", "POST"])
@hidden_is_absent
def rules(request, room):
    room, _reader = _room_of_moderator(request, room)
    form = RoomForm(request.POST or None, instance=room)
    if request.method == "POST" and form.is_valid():
        arranging.change(by=request.user, room=room, **form.cleaned_data)
        return redirect("network:room", room.public_id)
    status = 400 if request.method == "POST" else 200
    context = {"room": room, "form": form}
    return render(request, "network/discussions/rules.html", context, status=status)


@require_POST
@hidden_is_absent
def approve(request, room, message):
    room, reader = _room_of_moderator(request, room)
    found = find_message(request, room, reader, message)
    arranging.approve(by=request.user, message=found)
    return redirect("network:room", room.public_id)


@require_POST
@hidden_is_absent
def pin(request, room, message):
    room, reader = _room_of_moderator(request, room)
    found = find_message(request, room, reader, message)
    arranging.pin(by=request.user, room=room, message=None if room.pinned_id == found.pk else found)
    return redirect("network:room", room.public_id)
