"""Your tests of `images.py`, with pictures small enough to paint by hand.

A test's weight says for how much it stands in the forecast of `check.py`; 1, unless it says more.
"""

import numpy as np
import pytest
import torch
from grids import has_dtype, same, unchanged
from images import brightness, channels_first, load_image, load_pixels
from PIL import Image

# Two rows of three pixels: red, green and blue; a grey and two colours more.
RED = np.array([[255, 0, 0], [51, 8, 250]], dtype=np.uint8)
GREEN = np.array([[0, 255, 0], [51, 90, 3]], dtype=np.uint8)
BLUE = np.array([[0, 0, 255], [51, 173, 66]], dtype=np.uint8)
PLANES = RED, GREEN, BLUE
COLOURS = np.dstack(PLANES)
SHADES = [plane // 2 + 30 for plane in PLANES]  # neither black nor white
OPACITY = [7, 100, 255]


def save(folder, kind, planes=PLANES):
    """A picture of one kind, and the planes of the colours that are in it: (path, three planes)."""
    red, green, blue = planes
    height, width = red.shape
    opacity = np.resize(np.array(OPACITY, dtype=np.uint8), (height, width))
    settings, path = {}, folder / f"{height} by {width}.png"
    if kind.startswith("P"):
        picture = Image.new("P", (width, height))
        picture.putpalette(np.dstack(planes).tobytes())
        picture.putdata(range(height * width))
        settings = {"transparency": bytes(opacity.ravel())} if "transparency" in kind else {}
    else:
        grey = kind.startswith("L")
        stored = [red] if grey else [red, green, blue]
        stored += [opacity] if kind.endswith("A") else []
        picture = Image.fromarray(np.dstack(stored) if len(stored) > 1 else red)
        planes = (red, red, red) if grey else planes
    picture.save(path, **settings)
    return str(path), planes


def either_way(yours, truth, why, *, rows):
    """As `same`; rows and columns may be exchanged, and `rows` is the axis of the rows."""
    turned = truth.swapaxes(rows, rows + 1)
    is_turned = tuple(getattr(yours, "shape", ())) == turned.shape != truth.shape
    same(yours, turned if is_turned else truth, why)


@pytest.mark.parametrize("kind", ["RGB", "L", "P"])
def test_colours_come_out_as_they_are_stored(tmp_path, kind):
    path, planes = save(tmp_path, kind)

    why = f"A picture of Pillow's mode {kind}: red, green and blue of each pixel."
    either_way(load_pixels(path), np.dstack(planes), why, rows=0)


@pytest.mark.parametrize("kind", ["RGBA", "LA", "P with transparency"])
def test_transparency_is_dropped(tmp_path, kind):
    path, planes = save(tmp_path, kind)

    why = f"Pillow's mode {kind}: the colours as they are stored below their transparency."
    either_way(load_pixels(path), np.dstack(planes), why, rows=0)


def test_picture_may_be_one_pixel_or_one_row(tmp_path):
    for columns in (1, 3):
        path, planes = save(tmp_path, "RGBA", [plane[:1, :columns] for plane in PLANES])
        why = f"A picture of one row and {columns} columns."
        either_way(load_pixels(path), np.dstack(planes), why, rows=0)


def test_each_channel_becomes_a_plane():
    why = "The red is in plane [0], then green and blue; each is still a picture."
    either_way(channels_first(COLOURS), np.array(PLANES), why, rows=1)


@pytest.mark.parametrize("channels", [1, 2, 5, 8])
def test_there_may_be_other_numbers_of_channels(channels):
    planes = np.arange(6 * channels, dtype=np.uint8).reshape(channels, 3, 2)

    why = f"A picture of 3 rows, 2 columns and {channels} channels."
    either_way(channels_first(np.dstack(planes)), planes, why, rows=1)


def test_one_pixel_becomes_planes_of_one_pixel():
    planes = np.array([[[8]], [[90]], [[173]]], dtype=np.uint8)

    same(channels_first(COLOURS[1:, 1:2]), planes, "One pixel of the colours 8, 90, 173.")


def test_planes_of_a_part_of_a_picture():
    planes = np.arange(72, dtype=np.uint8).reshape(3, 4, 6)
    pixels = np.dstack(planes)[::2, 1:6]
    before = pixels.copy()

    either_way(channels_first(pixels), planes[:, ::2, 1:6], "Every second row.", rows=1)
    unchanged(before, pixels, "the pixels")


def bright(pixels, truth, why):
    """The answer of `brightness` has these numbers, in one of two dtypes."""
    yours = brightness(pixels)
    # Thousandths tell more apart than the numbers themselves.
    yours_too = 1000 * np.asarray(yours, dtype=float) if hasattr(yours, "dtype") else yours
    same(yours_too, [1000 * each for each in truth], why)
    has_dtype(yours, "float32", "float64")


def test_brightness_goes_from_0_to_1():
    pixels = np.array([0, 1, 51, 102, 128, 254, 255], dtype=np.uint8)

    why = "In thousandths, of 0, 1, 51, 102, 128, 254 and 255."
    bright(pixels, [0, 1 / 255, 0.2, 0.4, 128 / 255, 254 / 255, 1], why)


@pytest.mark.parametrize("shape", [(3,), (3, 1), (1, 1, 3)])
def test_dark_picture_stays_dark(shape):
    pixels = np.array([17, 34, 51], dtype=np.uint8).reshape(shape)

    truth = np.array([1 / 15, 2 / 15, 0.2]).reshape(shape).tolist()
    bright(pixels, np.array(truth), "In thousandths, of 17, 34 and 51: no black, no white.")


def test_brightness_leaves_the_pixels_alone():
    pixels = np.array([[0, 51, 102], [204, 255, 0]], dtype=np.uint8)[:, ::2]
    before = pixels.copy()

    bright(pixels, np.array([[0, 0.4], [0.8, 0]]), "In thousandths, of 0 102 and 204 0.")
    unchanged(before, pixels, "the pixels")


def load(folder, kind, why, planes=SHADES):
    """`load_image` gives these colours as a batch of one, of either orientation."""
    path, planes = save(folder, kind, planes)
    truth = torch.tensor([(plane / np.float32(255)).tolist() for plane in planes])
    either_way(load_image(path), torch.stack([truth]), why, rows=2)


@pytest.mark.weight(2)
def test_image_is_a_batch_for_a_network(tmp_path):
    load(tmp_path, "RGB", "One picture: axes for picture, channel, row and column.")


@pytest.mark.parametrize("kind", ["L", "P", "RGBA", "LA", "P with transparency"])
def test_image_may_be_of_any_kind(tmp_path, kind):
    load(tmp_path, kind, f"A picture of Pillow's mode {kind} becomes a batch of one, too.")


def test_dark_image_stays_dark(tmp_path):
    why = "No pixel of this picture is white; none should become so."
    load(tmp_path, "RGB", why, [plane // 4 + 20 for plane in PLANES])


def test_image_may_be_one_pixel(tmp_path):
    load(tmp_path, "RGBA", "A picture of one pixel.", [plane[1:, 1:2] for plane in PLANES])
