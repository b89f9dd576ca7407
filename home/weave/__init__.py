"""Many threads, one cloth: woven patterns drawn from a seed, for covers, avatars and dividers."""

from home.weave.drawing import weave, weave_file, weave_picture

__all__ = ["weave", "weave_file", "weave_picture"]
