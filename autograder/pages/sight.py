"""What a trained network takes for what: confusions, its worst mistakes, and its first kernels."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

SHOWN = 8  # the most pictures, and the most kernels
MAX_CLASSES = 30
MAX_PICTURE_BYTES = 20_000
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Mistaken:
    """A picture, as an address that holds it whole, that was taken for something else."""

    picture: str
    truth: str
    said: str
    confidence: float


@dataclass(frozen=True)
class Sight:
    """Counts with their share of the row, mistakes, and kernels as addresses of small pictures."""

    classes: tuple[str, ...]
    rows: tuple[tuple[tuple[int, float], ...], ...]
    worst: tuple[Mistaken, ...]
    kernels: tuple[str, ...]


def sight(data: Mapping[str, Any]) -> Sight | None:
    """What is there of it in a task's measurements; None if nothing is."""
    classes = tuple(map(str, data.get("classes", ())))[:MAX_CLASSES]
    made = Sight(classes, _rows(data, len(classes)), _worst(data), _kernels(data))
    return made if made.rows or made.worst or made.kernels else None


def _rows(data: Mapping[str, Any], classes: int) -> tuple[tuple[tuple[int, float], ...], ...]:
    counts = np.array(data.get("confusion", ()), dtype=np.int64)
    if not classes or counts.shape != (classes, classes):
        return ()
    shares = counts / counts.sum(1, keepdims=True).clip(1)
    return tuple(
        tuple((int(count), round(float(share), 3)) for count, share in zip(*row, strict=True))
        for row in zip(counts, shares, strict=True)
    )


def _worst(data: Mapping[str, Any]) -> tuple[Mistaken, ...]:
    found = []
    for each in data.get("worst", ())[:SHOWN]:
        picture = _address(each["png"])
        if picture:
            words = str(each["is"]), str(each["said"])
            found.append(Mistaken(picture, *words, float(each["confidence"])))
    return tuple(found)


def _address(png: str) -> str:
    """The address of a picture; '' if it is none, or too large."""
    try:
        raw = base64.b64decode(png, validate=True)
    except (binascii.Error, ValueError):
        return ""
    is_small = raw.startswith(PNG) and len(raw) <= MAX_PICTURE_BYTES
    return f"data:image/png;base64,{base64.b64encode(raw).decode()}" if is_small else ""


def _kernels(data: Mapping[str, Any]) -> tuple[str, ...]:
    kernels = [np.array(each, dtype=np.float64) for each in data.get("kernels", ())[:SHOWN]]
    kernels = [each for each in kernels if each.ndim == 3 and each.shape[0] == 3]
    if not kernels:
        return ()
    largest = max(float(np.abs(np.nan_to_num(each)).max(initial=0.0)) for each in kernels) or 1.0
    return tuple(_picture(np.nan_to_num(each) / largest) for each in kernels)


def _picture(kernel: np.ndarray[Any, Any]) -> str:
    """A kernel (3, height, width) from −1 to 1 as a picture."""
    pixels = ((kernel.transpose(1, 2, 0) + 1) * 127.5).clip(0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
