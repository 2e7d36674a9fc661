"""Draws what the lesson talks about: pictures, windows, maps."""

from html import escape
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import torch
from drawing import INK, as_array, draw_frame, draw_grid, show
from matplotlib.patches import Rectangle

EDGE = "#4dabf7"


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
        draw_grid(axis, as_array(pattern), f"{number}", numbers=False, vmin=0, vmax=1)
        draw_frame(axis, top, left, kernel_size, kernel_size)
        if padding:
            inner = (side - 2 * padding for side in (height, width))
            draw_frame(axis, padding, padding, *inner, colour=EDGE, style=":")
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
    places = figure.add_gridspec(len(kernel), 5, width_ratios=[max(each, 1.5) for each in widths])
    for channel in range(len(kernel)):
        name = f", channel {channel}" if len(kernel) > 1 else ""
        products = window[channel] * kernel[channel]
        panels = [padded[channel], window[channel], kernel[channel], products]
        titles = [f"picture{name}", "window", "× kernel", "= products"]
        for place, (values, title) in enumerate(zip(panels, titles, strict=True)):
            axis = figure.add_subplot(places[channel, place])
            draw_grid(axis, as_array(values), title, vmin=0 if place < 2 else -1, vmax=1)
            if place == 0:
                draw_frame(axis, top, left, tall, wide)
    axis = figure.add_subplot(places[:, 4])
    draw_grid(axis, as_array(sums), f"their sum: {sums[row, column]:.4g}")
    draw_frame(axis, row, column, 1, 1)
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
