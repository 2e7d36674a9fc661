"""Draws numbers as grids: a failing case for `check.py --picture`, and panels for a lesson."""

from math import ceil

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

INK, PAPER, MARK, GAP = "#22303c", "#ffffff", "#d9480f", "#ffe8cc"
FRAMED = 400  # more wrong cells can't be told apart
NUMBERS_UP_TO = 16  # rows and columns of a grid in which each number is written


def show(panels, *, columns=4, size=2.2, numbers=None, **colours):
    """Grids or pictures side by side, one per title; `numbers=False` leaves out the numbers."""
    arrays = {title: as_array(values) for title, values in panels.items()}
    rows, across = ceil(len(panels) / columns), min(len(panels), columns)
    height = size * max(array.shape[0] / array.shape[1] for array in arrays.values()) + 0.35
    shape = {"figsize": (size * across, height * rows), "squeeze": False, "layout": "constrained"}
    _, axes = plt.subplots(rows, across, **shape)
    for axis in axes.flat:
        axis.set_axis_off()
    for axis, (title, array) in zip(axes.flat, arrays.items(), strict=False):
        draw_grid(axis, array, title, numbers, **colours)
    plt.show()


def save_case(case, title, path):
    """Save input, expected, yours and, where the shapes are equal, the difference."""
    panels = {name: np.asarray(values, dtype=float) for name, values in case.items()}
    wrong = None
    if panels["expected"].shape == panels["yours"].shape:
        panels["difference"] = panels["yours"] - panels["expected"]
        wrong = ~np.isclose(panels["yours"], panels["expected"], rtol=1e-4, atol=1e-5)
    largest = max(max(flat(values).shape) for values in panels.values())
    size = min(max(2.8, 0.36 * largest), 5.0)
    figure = Figure(figsize=(size * len(panels), size + 0.6), layout="constrained")
    figure.suptitle(title, color=INK)
    for number, (name, values) in enumerate(panels.items(), start=1):
        axis = figure.add_subplot(1, len(panels), number)
        shape = " × ".join(map(str, values.shape)) or "a number"
        if values.size == 1:
            axis.set_axis_off()
            axis.set_title(f"{name}\n{shape}", color=INK, fontsize=10)
            axis.text(0.5, 0.5, f"{values.item():.6g}", ha="center", va="center", fontsize=16)
            continue
        draw_grid(axis, flat(values), f"{name}\n{shape}", **_colours(name, panels))
        if wrong is not None and name != "input":
            places = np.argwhere(flat(wrong.astype(float)) == 1)
            for row, column in places if len(places) <= FRAMED else ():
                draw_frame(axis, row, column, 1, 1, width=1.5)
    figure.savefig(path, dpi=110, facecolor=PAPER)


def draw_grid(axis, array, title, numbers=None, **colours):
    """One panel: a colour picture as it is, anything else in shades, small ones with numbers."""
    axis.set_axis_on()
    axis.set(xticks=[], yticks=[])
    axis.set_title(title, color=INK, fontsize=10)
    axis.set_facecolor(GAP)  # shows where there is no number
    image = axis.imshow(array, **{"cmap": "gray", **colours})
    if numbers is None:
        numbers = max(array.shape, default=0) <= NUMBERS_UP_TO
    if not numbers or array.ndim == 3:
        return
    for row, column in zip(*np.nonzero(np.isfinite(array)), strict=True):
        value = array[row, column]  # 0.0 is added to it because -0 is 0
        red, green, blue, _ = image.cmap(image.norm(value))
        ink = INK if 0.3 * red + 0.6 * green + 0.1 * blue > 0.5 else PAPER
        axis.text(
            column, row, f"{value + 0.0:.4g}", ha="center", va="center", color=ink, fontsize=9
        )


def draw_frame(axis, top, left, tall, wide, *, colour=MARK, style="-", width=3):
    """Mark a part of a grid."""
    look = {"edgecolor": colour, "linestyle": style, "linewidth": width}
    axis.add_patch(Rectangle((left - 0.5, top - 0.5), wide, tall, fill=False, **look))


def as_array(values):
    """Anything as (H, W) or as (H, W, channels) of a colour picture."""
    array = (
        values.detach().cpu().numpy() if isinstance(values, torch.Tensor) else np.asarray(values)
    )
    return array if array.ndim == 3 and array.shape[-1] in (3, 4) else flat(array)


def flat(array):
    """All grids of an array in one: channels side by side, pictures one below the other."""
    array = array.reshape((1,) * max(0, 4 - array.ndim) + array.shape)
    array = array.reshape(-1, *array.shape[-3:])
    if array.shape[:2] == (1, 1):
        return array[0, 0]
    gaps = ((0, 0), (0, 0), (0, 1), (0, 1))
    array = np.pad(array.astype(float), gaps, constant_values=np.nan)
    rows, columns, height, width = array.shape
    return array.transpose(0, 2, 1, 3).reshape(rows * height, columns * width)[:-1, :-1]


def _colours(name, panels):
    """Shades that can be compared: the same for expected and yours; the difference has signs."""
    if name == "input":
        return {}
    names = ["difference"] if name == "difference" else ["expected", "yours"]
    numbers = np.concatenate([panels[each].ravel() for each in names])
    numbers = numbers[np.isfinite(numbers)]
    low, high = (numbers.min(), numbers.max()) if numbers.size else (0, 1)
    if name == "difference":
        most = max(-low, high)
        return {"cmap": "RdBu_r", "vmin": -most, "vmax": most}
    return {"vmin": low, "vmax": high}
