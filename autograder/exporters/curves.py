"""Measurements of a trained network as pictures in Markdown: text and mermaid charts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autograder.grading.metrics import SHARES, in_words, measured_in

BLOCKS = "▁▂▃▄▅▆▇█"
MAX_POINTS = 100
SCALE = 20


def pictures(data: Mapping[str, Any]) -> Iterator[str]:
    """A share (0 to 1) as a bar, a loss as a number; and the learning curve in two ways."""
    metric, value = measured_in(data) or ("", 0.0)
    if metric in SHARES:
        filled = round(SCALE * value)
        yield f"\n{metric} `{'█' * filled}{'░' * (SCALE - filled)}` {in_words(metric, value)}\n"
    elif metric:
        yield f"\n{metric} on hidden examples: {in_words(metric, value)}\n"
    losses = _numbers(data.get("learning_curve"))
    if len(losses) > 1:
        yield f"\nloss `{losses[0]:.3g} {line(losses)} {losses[-1]:.3g}`\n"
        yield _chart(losses)


def line(numbers: Sequence[float]) -> str:
    """`█▅▃▂▁`: each number as a block, from 0 up to the largest."""
    top = max(max(numbers), 0.0) or 1.0
    return "".join(BLOCKS[round((len(BLOCKS) - 1) * max(n, 0.0) / top)] for n in numbers)


def _chart(losses: Sequence[float]) -> str:
    listed = ", ".join(f"{loss:.6g}" for loss in losses)
    low, high = min(0.0, *losses), max(*losses, 0.0) or 1.0
    return (
        '\n```mermaid\nxychart-beta\n    title "Loss, as training printed it"\n'
        f'    x-axis "epoch" 1 --> {len(losses)}\n'
        f'    y-axis "loss" {low:.6g} --> {high:.6g}\n'
        f"    line [{listed}]\n```\n"
    )


def _numbers(written: object) -> list[float]:
    """The finite numbers; of more than `MAX_POINTS`, so many evenly spaced ones with both ends."""
    if not isinstance(written, list | tuple):
        return []
    numbers = [float(n) for n in written if isinstance(n, int | float) and math.isfinite(n)]
    numbers = [n for n in numbers if abs(n) < 1e6]  # in six digits, without an exponent
    if len(numbers) <= MAX_POINTS:
        return numbers
    step = (len(numbers) - 1) / (MAX_POINTS - 1)
    return [numbers[round(n * step)] for n in range(MAX_POINTS)]
