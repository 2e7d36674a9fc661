"""Draws the measurements of a trained network as one figure."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from PIL import Image

from autograder.grading.metrics import SAID, examples_in, in_words, measured_in
from autograder.results import Report
from autograder.text.legible import quoted

matplotlib.use("Agg")

SHOWN = 8  # the most pictures, and the most kernels


def save(report: Report, folder: Path, *, name: str) -> list[Path]:
    """Write a PNG for each task with measurements; returns the paths, which begin with `name`."""
    folder.mkdir(parents=True, exist_ok=True)
    saved = []
    for task in report.tasks:
        if measured_in(task.data):
            path = folder / f"{name}-{task.task}.png"
            title = f"{quoted(Path(report.submission).name)}, {task.task}"
            draw(task.data, title=title).savefig(path)
            saved.append(path)
    return saved


def draw(data: Mapping[str, Any], *, title: str) -> Figure:
    """Draw the learning curve and, as far as they were recorded, the confusion matrix, the worst
    mistakes, and the first kernels.

    `data` is a task's `TaskResult.data`, in which something was measured.
    """
    metric, value = measured_in(data) or ("accuracy", 0.0)
    called = "pictures" if "pictures" in data else "examples"
    said = SAID[metric](in_words(metric, value), f"{examples_in(data)} {called}")
    panels = [panel for panel in PANELS if panel is _draw_curve or PANELS[panel] in data]
    rows, columns = (2, 2) if len(panels) > 2 else (1, len(panels))
    figure = Figure(figsize=(6.5 * columns, 4.5 * rows), layout="constrained", dpi=100)
    figure.suptitle(f"{title}: {said}", parse_math=False)  # a name may hold dollars
    for axes in figure.subplots(rows, columns, squeeze=False).flat[len(panels) :]:
        axes.set_axis_off()
    for axes, panel in zip(figure.axes, panels, strict=False):
        panel(axes, data)
    return figure


def _draw_curve(axes: Axes, data: Mapping[str, Any]) -> None:
    losses = data.get("learning_curve", [])
    axes.set_title("loss, as training printed it")
    if not losses:
        _write(axes, "nothing was printed")
        return
    axes.plot(range(1, len(losses) + 1), losses, marker="o")
    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(bottom=0)


def _draw_confusion(axes: Axes, data: Mapping[str, Any]) -> None:
    counts, classes = np.array(data["confusion"]), data["classes"]
    axes.set_title("confusion matrix: true class (row), predicted class (column)")
    shares = counts / counts.sum(1, keepdims=True).clip(1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(classes)), classes, rotation=60, ha="right")
    axes.set_yticks(range(len(classes)), classes)
    for row, column in zip(*counts.nonzero(), strict=True):
        colour = "white" if shares[row, column] > 0.5 else "black"
        number = str(counts[row, column])
        axes.text(column, row, number, ha="center", va="center", color=colour, fontsize=7)


def _draw_worst(axes: Axes, data: Mapping[str, Any]) -> None:
    worst = data["worst"]
    axes.set_title("wrong predictions with the highest confidence")
    if not worst:
        _write(axes, "there are none")
        return
    pictures = [np.asarray(Image.open(io.BytesIO(base64.b64decode(w["png"])))) for w in worst]
    words = [f"{w['is']},\nsaid {w['said']}\n({w['confidence']:.0%})" for w in worst]
    _grid(axes, pictures[:SHOWN], words)


def _draw_kernels(axes: Axes, data: Mapping[str, Any]) -> None:
    kernels = data["kernels"]
    axes.set_title("first kernels of the first layer, as colours")
    if not kernels:
        _write(axes, "the first layer does not have three input channels")
        return
    shown = np.array(kernels[:SHOWN]).transpose(0, 2, 3, 1)
    largest = np.abs(shown).max() or 1.0
    pictures = list(((shown / largest + 1) * 127.5).astype(np.uint8))
    _grid(axes, pictures, [""] * len(pictures))


# Each panel, and the measurement without which it is left out.
PANELS = {
    _draw_curve: "learning_curve",
    _draw_confusion: "confusion",
    _draw_worst: "worst",
    _draw_kernels: "kernels",
}


def _grid(axes: Axes, pictures: list[np.ndarray[Any, Any]], words: list[str]) -> None:
    """Draw small pictures (H, W, 3) in rows of four, each with its caption below."""
    axes.set_axis_off()
    for place, (picture, said) in enumerate(zip(pictures, words, strict=True)):
        row, column = divmod(place, 4)
        box = axes.inset_axes((column / 4 + 0.02, 0.60 - 0.5 * row, 0.2, 0.36))
        box.imshow(picture)
        box.set_xticks([])
        box.set_yticks([])
        box.set_xlabel(said, fontsize=8)


def _write(axes: Axes, words: str) -> None:
    axes.set_axis_off()
    axes.text(0.5, 0.5, words, ha="center", va="center")
