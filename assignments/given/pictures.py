"""Draws what the lesson talks about: pictures, windows, maps; and, for check.py, a failing case."""

from html import escape
from math import ceil
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

INK, PAPER, MARK, EDGE, GAP = "#22303c", "#ffffff", "#d9480f", "#4dabf7", "#ffe8cc"
FRAMED = 400  # more wrong cells can't be told apart
NUMBERS_UP_TO = 16  # rows and columns of a grid in which each number is written


def show(panels, *, columns=4, size=2.2, numbers=None, **colours):
    """Grids or pictures side by side, one per title; `numbers=False` leaves out the numbers."""
    arrays = {title: _array(values) for title, values in panels.items()}
    rows, across = ceil(len(panels) / columns), min(len(panels), columns)
    height = size * max(array.shape[0] / array.shape[1] for array in arrays.values()) + 0.35
    shape = {"figsize": (size * across, height * rows), "squeeze": False, "layout": "constrained"}
    _, axes = plt.subplots(rows, across, **shape)
    for axis in axes.flat:
        axis.set_axis_off()
    for axis, (title, array) in zip(axes.flat, arrays.items(), strict=False):
        _grid(axis, array, title, numbers, **colours)
    plt.show()


def slide(pattern, kernel_size, stride=1, padding=0):
    """Every place where a window stands, from the upper left to the lower right."""
    pattern = _padded(pattern, padding)
    height, width = pattern.shape
    places = [
        (top, left)
        for top in range(0, height - kernel_size + 1, stride)
        for left in range(0, width - kernel_size + 1, stride)
    ]
    _, axes = plt.subplots(
        1, len(places), figsize=(1.25 * len(places), 1.6), squeeze=False, layout="constrained"
    )
    for number, (axis, (top, left)) in enumerate(zip(axes.flat, places, strict=True), start=1):
        _grid(axis, _array(pattern), f"{number}", numbers=False, vmin=0, vmax=1)
        _frame(axis, top, left, kernel_size, kernel_size)
        if padding:
            inner = (side - 2 * padding for side in (height, width))
            _frame(axis, padding, padding, *inner, colour=EDGE, style=":")
    plt.show()


def step(picture, kernel, row, column, *, stride=1, padding=0):
    """One step of a convolution: the window in (row, column), times the kernel, is one number.

    `picture` and `kernel` are (H, W) both, or (channels, H, W) both.
    """
    padded = _padded(picture.reshape(-1, *picture.shape[-2:]), padding)
    kernel = kernel.reshape(-1, *kernel.shape[-2:])
    (tall, wide), top, left = kernel.shape[1:], row * stride, column * stride
    sums = torch.nn.functional.conv2d(padded[None], kernel[None], stride=stride)[0, 0]
    window = padded[:, top : top + tall, left : left + wide]
    figure = plt.figure(figsize=(9.5, 0.5 + 1.9 * len(kernel)), layout="constrained")
    widths = [padded.shape[2], wide, wide, wide, max(sums.shape[1], 2)]
    grid = figure.add_gridspec(len(kernel), 5, width_ratios=[max(each, 1.5) for each in widths])
    for channel in range(len(kernel)):
        name = f", channel {channel}" if len(kernel) > 1 else ""
        products = window[channel] * kernel[channel]
        panels = [padded[channel], window[channel], kernel[channel], products]
        titles = [f"picture{name}", "window", "× kernel", "= products"]
        for place, (values, title) in enumerate(zip(panels, titles, strict=True)):
            axis = figure.add_subplot(grid[channel, place])
            _grid(axis, _array(values), title, vmin=0 if place < 2 else -1, vmax=1)
            if place == 0:
                _frame(axis, top, left, tall, wide)
    axis = figure.add_subplot(grid[:, 4])
    _grid(axis, _array(sums), f"their sum: {sums[row, column]:.4g}")
    _frame(axis, row, column, 1, 1)
    plt.show()


def maps(images, names=None, *, columns=5):
    """The channels of the first picture of a batch (N, C, H, W), each in shades of its own."""
    channels = images.detach()[0]
    names = names or [f"channel {number}" for number in range(len(channels))]
    show(dict(zip(names, channels, strict=True)), columns=columns, numbers=False)


def kernels(weight):
    """The kernels of a layer (O, 3, K_h, K_w) as colour pictures, each in shades of its own."""
    values = weight.detach().cpu().permute(0, 2, 3, 1)
    low, high = values.amin((1, 2, 3), keepdim=True), values.amax((1, 2, 3), keepdim=True)
    panels = (values - low) / (high - low).clamp(min=1e-9)
    show({f"{number}": panel for number, panel in enumerate(panels)}, columns=8, size=1.1)


def examples(images, labels, classes, *, each=4):
    """Some colour pictures of every class, from uint8 (N, 3, H, W)."""
    panels = {}
    for number, name in enumerate(classes):
        chosen = torch.as_tensor(images)[torch.as_tensor(labels) == number][:each]
        panels[name] = torch.cat(list(chosen), dim=1).permute(1, 2, 0)
    show(panels, columns=10, size=1.1)


def sizes(layers, images):
    """What becomes of the shape of a batch, layer by layer."""
    stages = [("input", tuple(images.shape))]
    with torch.no_grad():
        for layer in layers:
            images = layer(images)
            stages.append((type(layer).__name__, tuple(images.shape)))
    _, axis = plt.subplots(figsize=(1.5 * len(stages), 2.4), layout="constrained")
    largest = max(max(shape[2:], default=1) for _, shape in stages)
    longest = max((shape[1] for _, shape in stages if len(shape) == 2), default=1)
    for place, (name, shape) in enumerate(stages):
        height, width = (side / largest for side in (*shape[2:], largest, 2)[:2])
        if len(shape) == 2:
            height, width = (shape[1] / longest) ** 0.5, 0.06
        corner = (place - 0.4 * width, -0.4 * height)
        box = Rectangle(corner, 0.8 * width, 0.8 * height, facecolor="#a5d8ff", edgecolor=INK)
        axis.add_patch(box)
        axis.text(place, 0.5, name, ha="center", color=INK, fontsize=9)
        axis.text(place, -0.55, " × ".join(map(str, shape[1:])), ha="center", fontsize=9)
    axis.set(xlim=(-0.6, len(stages) - 0.4), ylim=(-0.7, 0.65))
    axis.set_axis_off()
    plt.show()


def bee():
    """A picture as files hold it: uint8 (H, W, 4), with transparent corners. Made, not taken."""
    height, width = 160, 240
    y, x = np.mgrid[0:height, 0:width].astype(float)
    noise = np.random.default_rng(3).normal(size=(height, width))
    for _ in range(3):  # smooth noise looks like leaves
        noise = sum(np.roll(noise, step, axis) for step in (-2, -1, 1, 2) for axis in (0, 1)) / 4
    colours = np.empty((height, width, 3))
    colours[:] = np.stack([70 + 0.30 * y, 120 + 0.35 * y, 60 + 0.05 * x], axis=-1)
    colours += 14 * noise[..., None]

    def paint(mask, colour, opacity=1.0):
        soft = np.clip(mask, 0, 1)[..., None] * opacity
        colours[:] = (1 - soft) * colours + soft * np.array(colour, float)

    def ellipse(row, column, tall, wide):
        return 12 * (1 - np.hypot((y - row) / tall, (x - column) / wide))

    for turn in np.arange(0, 2 * np.pi, np.pi / 5):
        paint(ellipse(128 + 24 * np.sin(turn), 58 + 30 * np.cos(turn), 17, 19), (236, 226, 240))
    paint(ellipse(128, 58, 15, 18), (226, 168, 40))
    body = np.clip(ellipse(84, 128, 31, 52), 0, 1)
    paint(body, (240, 186, 44))
    stripes = np.clip(4 * np.sin((x + 0.12 * (y - 84) ** 2 / 8) / 5.2) + 1, 0, 1)
    paint(body * stripes * (x > 96), (38, 28, 22))
    paint(ellipse(84, 78, 20, 20), (52, 38, 30))
    paint(ellipse(78, 70, 5, 5), (240, 240, 240))
    paint(ellipse(42, 128, 27, 17), (226, 238, 250), 0.8)
    paint(ellipse(46, 158, 24, 15), (226, 238, 250), 0.7)
    alpha = np.clip(8 * (1.32 - np.hypot((y - 80) / 80, (x - 120) / 120)), 0, 1) * 255
    return np.dstack([np.clip(colours, 0, 255), alpha]).round().astype(np.uint8)


def save_case(case, title, path):
    """Save input, expected, yours and, where the shapes are equal, the difference."""
    panels = {name: np.asarray(values, dtype=float) for name, values in case.items()}
    wrong = None
    if panels["expected"].shape == panels["yours"].shape:
        panels["difference"] = panels["yours"] - panels["expected"]
        wrong = ~np.isclose(panels["yours"], panels["expected"], rtol=1e-4, atol=1e-5)
    largest = max(max(_flat(values).shape) for values in panels.values())
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
        _grid(axis, _flat(values), f"{name}\n{shape}", **_colours(name, panels))
        if wrong is not None and name != "input":
            places = np.argwhere(_flat(wrong.astype(float)) == 1)
            for row, column in places if len(places) <= FRAMED else ():
                _frame(axis, row, column, 1, 1, width=1.5)
    figure.savefig(path, dpi=110, facecolor=PAPER)


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


def play(height=900):
    """The page `play.html`, shown in the notebook."""
    from IPython.display import display  # noqa: PLC0415 - notebooks have it, others need not

    page = escape(Path(__file__).with_name("play.html").read_text(encoding="utf-8"))
    look = f'style="width: 100%; height: {height}px; border: 0"'
    frame = f'<iframe title="See it slide" {look} srcdoc="{page}"></iframe>'
    display({"text/html": frame, "text/plain": "Open play.html in a browser."}, raw=True)


def _padded(grid, padding):
    """Grids (…, H, W) with so many zeros on each side."""
    return torch.nn.functional.pad(grid, (padding,) * 4)


def _frame(axis, top, left, tall, wide, *, colour=MARK, style="-", width=3):
    """Mark a part of a grid."""
    look = {"edgecolor": colour, "linestyle": style, "linewidth": width}
    axis.add_patch(Rectangle((left - 0.5, top - 0.5), wide, tall, fill=False, **look))


def _array(values):
    """Anything as (H, W) or as (H, W, channels) of a colour picture."""
    array = (
        values.detach().cpu().numpy() if isinstance(values, torch.Tensor) else np.asarray(values)
    )
    return array if array.ndim == 3 and array.shape[-1] in (3, 4) else _flat(array)


def _flat(array):
    """All grids of an array in one: channels side by side, pictures one below the other."""
    array = array.reshape((1,) * max(0, 4 - array.ndim) + array.shape)
    array = array.reshape(-1, *array.shape[-3:])
    if array.shape[:2] == (1, 1):
        return array[0, 0]
    gaps = ((0, 0), (0, 0), (0, 1), (0, 1))
    array = np.pad(array.astype(float), gaps, constant_values=np.nan)
    rows, columns, height, width = array.shape
    return array.transpose(0, 2, 1, 3).reshape(rows * height, columns * width)[:-1, :-1]


def _grid(axis, array, title, numbers=None, **colours):
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
