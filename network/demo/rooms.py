"""The demo rooms of the contract, with a few letters in each."""

import uuid

from network.discussions import actions, arranging
from network.discussions.models import Room
from network.members.chapters import Chapter

# Name, kind, what it is for, and letters: (handle, content notes, text). Invented throughout.
ROOMS = [
    (
        "Leadership Council",
        Room.Kind.COUNCIL,
        "For the seats of the council. What is said here stays here.",
        [
            (
                "council",
                [],
                "Good morning. Before Thursday, please read the draft on police accountability.",
            ),
            (
                "moderator",
                [],
                "I read it. The part on **safe reporting** is strong. The part on costs needs a source.",
            ),
        ],
    ),
    (
        "Kenya chapter",
        Room.Kind.CHAPTER,
        "For members of the Kenya chapter.",
        [
            (
                "coordinator",
                [],
                "Welcome, everyone. We meet in writing first, so that nobody has to travel.",
            ),
            ("coordinator", [], "Writing is as good as speaking. Nobody has to answer at once."),
            (
                "coordinator",
                ["police-violence"],
                "Some of us give evidence next month. Write to me if you want company.",
            ),
        ],
    ),
    (
        "Ghana chapter",
        Room.Kind.CHAPTER,
        "For members of the Ghana chapter.",
        [
            (
                "member-ghana",
                [],
                "Two things for this week:\n\n- the letter to the district\n- who can translate into Ewe?",
            ),
            ("member-open", [], "I can translate. Send it when it is ready."),
        ],
    ),
    (
        "All members",
        Room.Kind.NETWORK,
        "For everybody in the network.",
        [
            (
                "member-open",
                [],
                "The petition for survivors' seats at the table passed its first reading.",
            ),
            (
                "member-ghana",
                [],
                "> passed its first reading\n\nThat is *years* of work. Thank you to all who wrote.",
            ),
            ("council", [], "The council will read it on Thursday."),
        ],
    ),
    (
        "Newcomers",
        Room.Kind.NEWCOMERS,
        "A quiet place to begin. First messages are read by a moderator.",
        [],
    ),
]


def load(people):
    """Open the rooms once and write their letters; `people` are accounts by handle."""
    for name, kind, about, letters in ROOMS:
        if not Room.objects.filter(name=name).exists():
            _open(name, kind, about, letters, people)


def _open(name, kind, about, letters, people):
    chapter = Chapter.objects.get(name=name) if kind == Room.Kind.CHAPTER else None
    held = kind == Room.Kind.NEWCOMERS
    room = arranging.open_room(
        by=None, kind=kind, name=name, about=about, chapter=chapter, first_posts_held=held
    )
    for handle, notes, text in letters:
        actions.post(
            by=people[handle], room=room, client_id=uuid.uuid4(), body=text, content_notes=notes
        )
