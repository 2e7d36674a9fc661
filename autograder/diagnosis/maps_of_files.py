"""What may be made of a picture's file before it is read: maps that write another file beside it.

A file that has not what a map is about, a palette say, stays as it is.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from autograder.diagnosis.maps import Arguments, Map

Picture = Image.Image
WITH_ALPHA = ("LA", "RGBA")


def of_files() -> Iterator[Map]:
    """The maps of a picture's path."""
    for name, words, change in _LISTED:
        yield Map(name, words, _of_path(change))


def _of_path(change: Callable[[Picture], Picture]) -> Callable[[Any, Arguments], Any]:
    def changed(path: Any, arguments: Arguments) -> str:
        with Image.open(path) as picture:
            made = change(picture)
            if made is picture:
                return str(path)
            # The folder is the replayer's, which removes it.
            folder = tempfile.mkdtemp(dir=Path(path).parent)
            other = Path(folder) / f"{Path(path).stem}.png"
            made.save(other)
        return str(other)

    return changed


def _palette_as_grey(picture: Picture) -> Picture:
    return Image.fromarray(np.array(picture)) if picture.mode == "P" else picture


def _bits_as_numbers(picture: Picture) -> Picture:
    return Image.fromarray(np.array(picture).astype(np.uint8)) if picture.mode == "1" else picture


def _alpha_as_grey(picture: Picture) -> Picture:
    return picture.getchannel("A") if picture.mode == "LA" else picture


def _on(colour: str) -> Callable[[Picture], Picture]:
    def change(picture: Picture) -> Picture:
        if picture.mode not in WITH_ALPHA and "transparency" not in picture.info:
            return picture
        front = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", front.size, colour), front).convert("RGB")

    return change


def _in_grey(picture: Picture) -> Picture:
    return picture.convert("L") if picture.mode in ("P", "RGB", "RGBA") else picture


_LISTED: Sequence[tuple[str, str, Callable[[Picture], Picture]]] = (
    (
        "palette_as_grey",
        "the numbers that a file stores for the colours of its palette were grey values",
        _palette_as_grey,
    ),
    ("bits_as_numbers", "black and white in {it} were the numbers 0 and 1", _bits_as_numbers),
    ("alpha_as_grey", "the transparency of a grey file were its grey values", _alpha_as_grey),
    ("on_white", "what is transparent in {it} were seen before a white wall", _on("white")),
    ("on_black", "what is transparent in {it} were seen before a black wall", _on("black")),
    ("in_grey", "the colours of {it} were mixed to grey", _in_grey),
)
