"""Finding what somebody may see: hidden and absent are refused in the same words."""

from network import policy
from network.discussions import letters, log
from network.discussions.models import Message, Room
from network.discussions.refusals import Refused


def find_room(request, public_id):
    """Return (room, how this person reads it), or raise Refused."""
    room = Room.objects.visible_to(request.user).filter(public_id=public_id[:40]).first()
    if room is None:
        raise Refused("no_room")
    moderates = policy.moderates(request.user, room)
    return room, log.reader_for(request.user, is_moderator=moderates)


def find_message(request, room, reader, public_id) -> Message:
    """Return a message that exists for this person in this room, or raise Refused."""
    found = log.visible_messages([room], reader).select_related(*letters.WITH_PEOPLE)
    message = found.filter(public_id=public_id[:40]).first()
    if message is None:
        raise Refused("no_room")
    return message
