"""When a member becomes known by another handle, e-mail address or chosen name, others must hear it."""

_LISTENERS = []


def when_known_anew(act):
    """Register `act(member)`, to be done in the transaction of the change."""
    if act not in _LISTENERS:
        _LISTENERS.append(act)
    return act


def known_anew(member):
    """Say that a member is known by something else from now on; last in the act that changes it."""
    for act in _LISTENERS:
        act(member)
