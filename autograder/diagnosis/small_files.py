"""Tiny files of the kind that a call reads: drawn anew, and as lines of Python that make them.

Known are pictures, as PNG files of the modes in `MODES`, and NumPy's `.npy`. Of any other file none
is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

SIDE = 4  # of a picture; an array's axes are not longer either
COLOURS = 4  # of a palette
LOW, HIGH = -4, 10  # small whole numbers can be followed with a pencil
# Mode → words for its bands.
MODES = {
    "1": ("black (0) or white (1)",),
    "L": ("grey",),
    "LA": ("grey", "alpha"),
    "P": ("number of the colour",),
    "RGB": ("red", "green", "blue"),
    "RGBA": ("red", "green", "blue", "alpha"),
}
PICTURE, NUMBERS = "picture.png", "numbers.npy"
NPY = b"\x93NUMPY"
Array = NDArray[Any]


@dataclass(frozen=True)
class WrittenFile:
    """How a file is made: of which array, and by which lines.

    `shown` is what is in the file, in words → array. `png` is the file itself if it is a picture.
    """

    array: Array
    lines: tuple[str, ...]
    imports: tuple[str, ...]
    shown: tuple[tuple[str, Array], ...]
    png: bytes = b""


def redrawn(data: bytes, draw: torch.Generator) -> tuple[bytes, str] | None:
    """A tiny file of the same kind with other content, and a name for it; None if none is known."""
    if data.startswith(NPY):
        return _numbers_like(data, draw)
    try:
        with Image.open(BytesIO(data)) as picture:
            mode, size = picture.mode, picture.size
            has_transparency = "transparency" in picture.info
    except Exception:  # noqa: BLE001 - it is no picture, or a damaged one
        return None
    if mode not in MODES:
        return None
    width, height = _sides(size)
    bands = len(MODES[mode])
    highest = {"1": 2, "P": COLOURS}.get(mode, 256)
    drawn = torch.randint(highest, (height, width, bands), generator=draw).byte().numpy()
    if mode == "1":
        return _saved(Image.fromarray(drawn[..., 0] > 0)), PICTURE
    made = Image.frombytes(mode, (width, height), drawn.tobytes())
    if mode != "P":
        return _saved(made), PICTURE
    made.putpalette(torch.randint(256, (COLOURS, 3), generator=draw).flatten().tolist())
    if not has_transparency:
        return _saved(made), PICTURE
    transparency = bytes(torch.randint(256, (COLOURS,), generator=draw).tolist())
    return _saved(made, transparency=transparency), PICTURE


def written(name: str, data: bytes, variable: str) -> WrittenFile:
    """How a file of `redrawn` is made of an array that `variable` holds."""
    if data.startswith(NPY):
        numbers = np.load(BytesIO(data), allow_pickle=False)
        return WrittenFile(numbers, (f'np.save("{name}", {variable})',), (), ((name, numbers),))
    with Image.open(BytesIO(data)) as picture:
        picture.load()
        pixels = np.asarray(picture)
        bands = pixels.reshape(*pixels.shape[:2], -1)
        shown = [
            (words, bands[:, :, place].astype(np.int64))
            for place, words in enumerate(MODES[picture.mode])
        ]
        lines = [f'Image.fromarray({variable}).save("{name}")']
        if picture.mode == "P":
            palette = np.array(picture.getpalette()).reshape(-1, 3)[: int(pixels.max()) + 1]
            lines = _with_palette(picture, name, variable, palette.flatten().tolist())
            shown.append(("red, green, blue of each colour", palette))
    imports = ("from PIL import Image",)
    return WrittenFile(pixels, tuple(lines), imports, tuple(shown), data)


def _with_palette(picture: Image.Image, name: str, variable: str, palette: list[int]) -> list[str]:
    transparency = picture.info.get("transparency")
    kept = f", transparency={transparency!r}" if transparency is not None else ""
    return [
        f'image = Image.frombytes("P", {picture.size}, {variable}.tobytes())',
        f"image.putpalette({palette})",
        f'image.save("{name}"{kept})',
    ]


def _numbers_like(data: bytes, draw: torch.Generator) -> tuple[bytes, str] | None:
    try:
        like = np.load(BytesIO(data), allow_pickle=False)
    except (ValueError, EOFError, OSError):
        return None
    if like.dtype.kind not in "iuf":
        return None
    shape = [min(side, SIDE) for side in like.shape]
    low = 0 if like.dtype.kind == "u" else LOW
    made = torch.randint(low, HIGH, shape, generator=draw).numpy().astype(like.dtype)
    file = BytesIO()
    np.save(file, made)
    return file.getvalue(), NUMBERS


def _sides(size: tuple[int, int]) -> tuple[int, int]:
    """No longer than `SIDE`; the longer side stays the longer one."""
    width, height = (min(side, SIDE) for side in size)
    if width == height and size[0] != size[1]:
        return (width, height - 1) if size[0] > size[1] else (width - 1, height)
    return width, height


def _saved(picture: Image.Image, **how: Any) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG", **how)
    return file.getvalue()
