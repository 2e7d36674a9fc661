"""Draws what was measured, as one SVG."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib.axes import Axes
from matplotlib.figure import Figure

BARS = {
    "otter run": "cold.otter.wall",
    "Gradescope's script": "cold.gradescope.wall",
    "autograder grade": "cold.autograder.wall",
    "import torch": "cold.import_torch.wall",
    "warm grader": "warm.autograder.wall",
    "bare calls": "warm.bare.wall",
}
COLOUR = "#3b6ea5"


def draw(results: Mapping[str, Any], path: Path) -> None:
    """Three pictures side by side: one submission; cost against class size; memory on the way."""
    matplotlib.rcParams["svg.hashsalt"] = "autograder"  # the same numbers give the same file
    figure = Figure(figsize=(12, 3.6), layout="constrained")
    one, cost, memory = figure.subplots(1, 3)
    _bars(one, results["figures"])
    _points(cost, results["series"].get("cost", []), title="Cost of a class", style="o-")
    cost.set(xlabel="submissions", ylabel="seconds of processor")
    _points(memory, results["series"].get("memory", []), title="Memory of grading", style="-")
    memory.set(xlabel="submissions graded", ylabel="MB")
    memory.set_ylim(bottom=0)
    figure.savefig(path, format="svg", metadata={"Date": None})


def _bars(axes: Axes, figures: Mapping[str, Any]) -> None:
    """Medians, with the least and the most as a line."""
    shown = {name: figures[key] for name, key in BARS.items() if key in figures}
    medians = [each["median"] for each in shown.values()]
    below = [each["median"] - each["least"] for each in shown.values()]
    above = [each["most"] - each["median"] for each in shown.values()]
    axes.barh(list(shown), medians, xerr=[below, above], color=COLOUR, capsize=2)
    for place, each in enumerate(shown.values()):
        axes.annotate(f" {each['shown']}", (each["most"], place), va="center", fontsize=8)
    axes.margins(x=0.2)
    axes.set(title="One submission", xlabel="seconds")


def _points(axes: Axes, points: list[list[float]], *, title: str, style: str) -> None:
    axes.plot([x for x, _ in points], [y for _, y in points], style, color=COLOUR, markersize=4)
    axes.set(title=title)
