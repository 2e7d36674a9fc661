"""Your tests of `images.py`, with pictures small enough to paint by hand."""

import numpy as np
import torch
from grids import same
from images import brightness, channels_first, load_image, load_pixels
from PIL import Image

RED, GREEN, BLUE, GREY = (255, 0, 0), (0, 255, 0), (0, 0, 255), (51, 51, 51)


def save(folder, mode, colours):
    """A picture of one row, and the path it is saved under."""
    picture = Image.new(mode, (len(colours), 1))
    for column, colour in enumerate(colours):
        picture.putpixel((column, 0), colour)
    path = folder / "picture.png"
    picture.save(path)
    return str(path)


def pixels_of(path):
    """What `load_pixels` gives, one pixel a row."""
    pixels = np.asarray(load_pixels(path))
    assert pixels.ndim == 3, f"The shape is {pixels.shape}; it should be (1, width, 3)."
    return pixels.reshape(-1, pixels.shape[-1])


def test_colour_picture_keeps_its_colours(tmp_path):
    path = save(tmp_path, "RGB", [RED, GREEN, BLUE, GREY])

    same(
        pixels_of(path), [RED, GREEN, BLUE, GREY], "Four pixels of a picture without transparency."
    )


def test_transparency_is_dropped(tmp_path):
    path = save(tmp_path, "RGBA", [(*RED, 255), (*GREEN, 100), (*BLUE, 7)])

    same(pixels_of(path), [RED, GREEN, BLUE], "Three pixels, as they are below their transparency.")


def test_grey_picture_has_three_channels(tmp_path):
    path = save(tmp_path, "L", [0, 51, 255, 102])

    greys = [[0, 0, 0], [51, 51, 51], [255, 255, 255], [102, 102, 102]]
    same(pixels_of(path), greys, "Four grey pixels: red, green and blue are equal.")


def test_each_channel_becomes_a_plane():
    # Row by row, two pixels a row. The picture is its own mirror image along the diagonal.
    pixels = np.array([[[1, 10, 100], [2, 20, 200]], [[2, 20, 200], [3, 30, 250]]], dtype=np.uint8)

    planes = [[[1, 2], [2, 3]], [[10, 20], [20, 30]], [[100, 200], [200, 250]]]
    same(channels_first(pixels), planes, "The red is in plane [0], then green and blue.")


def test_channels_are_in_front():
    planes = np.asarray(channels_first(np.zeros((2, 5, 3), dtype=np.uint8)))

    assert planes.shape[0] == 3, f"The shape is {planes.shape}; the 3 channels should come first."


def test_brightness_goes_from_0_to_1():
    pixels = np.array([0, 51, 102, 255], dtype=np.uint8)

    same(brightness(pixels), [0.0, 0.2, 0.4, 1.0], "Of 0, 51, 102 and 255.", given=pixels)


def test_brightness_of_a_dark_picture_stays_dark():
    pixels = np.array([0, 51], dtype=np.uint8)

    same(brightness(pixels), [0.0, 0.2], "Of 0 and 51; nothing here is 255.", given=pixels)


def test_image_is_a_batch_for_a_network(tmp_path):
    image = load_image(save(tmp_path, "RGB", [RED, GREEN, BLUE, GREY]))

    assert isinstance(image, torch.Tensor), f"A tensor is wanted, not {type(image).__name__}."
    assert image.dtype is torch.float32, f"The dtype is {image.dtype}."
    assert image.ndim == 4, f"The shape {tuple(image.shape)} should have four axes."
    assert image.shape[:2] == (1, 3), "One picture comes first, then its three channels."
    same(image[0, 0].flatten(), [1.0, 0.0, 0.0, 0.2], "The red of red, green, blue and grey.")
