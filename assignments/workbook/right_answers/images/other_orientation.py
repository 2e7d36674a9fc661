"""Rows and columns exchanged, which this course accepts with a note."""

ONLY_WITH = {"orientation": "either"}


def channels_first(pixels):
    """The outer axes exchanged: (C, W, H)."""
    return pixels.swapaxes(0, 2)
