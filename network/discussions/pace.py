"""How long a socket is waited for, and how often a hub looks: seconds, unless they say otherwise."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Pace:
    hello_within: float = 10
    ping_within: float = 90
    closed_window: float = 45
    heartbeat: float = 30
    oldest: float = 4 * 60 * 60
    # Ages differ by up to this much, so that not all sockets end at once.
    spread: float = 30 * 60
    heads_every: float = 1.5
    standing_every: float = 15
    sessions_every: float = 60
    sweep_every: float = 5
    # New sockets of one process in a second.
    handshakes: int = 50
    # Questions that may wait for the database while new sockets are still let in.
    line: int = 60


PACE = Pace(**settings.SOCKET_PACE)
