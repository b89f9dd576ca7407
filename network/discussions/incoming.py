"""Frames as they come in: JSON objects of the contract, or none at all."""

import json


class BadFrame(Exception):  # noqa: N818 - said of the frame
    pass


def parse(text):
    """Return the object in a frame; raises BadFrame, as the other functions do."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrame from None
    if not isinstance(frame, dict):
        raise BadFrame
    return frame


def text_in(frame, name):
    value = frame.get(name)
    if not isinstance(value, str) or not value or len(value) > 40:
        raise BadFrame
    return value


def number_in(frame, name):
    value = frame.get(name, 0)
    if type(value) is not int or not 0 <= value < 2**62:
        raise BadFrame
    return value
