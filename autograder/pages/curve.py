"""A learning curve as numbers for an SVG, which takes its colours from the page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 560.0, 200.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 12.0, 34.0
MAX_POINTS = 200


@dataclass(frozen=True)
class Curve:
    """Losses by epoch: points of a line, and the labels of both axes with their places."""

    points: tuple[tuple[float, float], ...]
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]
    in_words: str

    @property
    def line(self) -> str:
        """As the attribute `points` of a polyline."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


def curve(data: Mapping[str, Any]) -> Curve | None:
    """The learning curve of a task's measurements; None if there are not two finite losses."""
    written = data.get("learning_curve")
    if not isinstance(written, list | tuple):
        return None
    losses = [float(n) for n in written if isinstance(n, int | float) and math.isfinite(n)]
    if len(losses) < 2 or max(map(abs, losses)) > 1e6:
        return None
    losses, last = _thinned(losses), len(losses)
    top = _round_up(max(*losses, 0.0))
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def place(number: int, loss: float) -> tuple[float, float]:
        return LEFT + wide * number / (len(losses) - 1), TOP + high * (1 - max(loss, 0.0) / top)

    points = tuple(place(number, loss) for number, loss in enumerate(losses))
    up = tuple((TOP + high * (1 - share), f"{top * share:.3g}") for share in (0.0, 0.5, 1.0))
    across = ((LEFT, "1"), (LEFT + wide, str(last)))
    words = f"Loss by epoch: from {losses[0]:.3g} in the first to {losses[-1]:.3g} in epoch {last}."
    return Curve(points, across, up, words)


def _thinned(losses: Sequence[float]) -> list[float]:
    if len(losses) <= MAX_POINTS:
        return list(losses)
    step = (len(losses) - 1) / (MAX_POINTS - 1)
    return [losses[round(n * step)] for n in range(MAX_POINTS)]


def _round_up(top: float) -> float:
    """The next number of 1, 2, 2.5, 5 times a power of ten: for the end of an axis."""
    if top <= 0:
        return 1.0
    unit = 10 ** math.floor(math.log10(top))
    return float(next(unit * step for step in (1, 2, 2.5, 5, 10) if unit * step >= top * 0.999))
