"""Your tests of `images.py`, with pictures small enough to paint by hand."""

import numpy as np
import torch
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


def test_colour_picture_keeps_its_colours(tmp_path):
    path = save(tmp_path, "RGB", [RED, GREEN, BLUE, GREY])

    pixels = np.asarray(load_pixels(path)).reshape(-1, 3)

    assert pixels.tolist() == [[255, 0, 0], [0, 255, 0], [0, 0, 255], [51, 51, 51]], (
        f"The pixels are red, green, blue and grey; yours are {pixels.tolist()}."
    )


def test_transparency_is_dropped(tmp_path):
    path = save(tmp_path, "RGBA", [(*RED, 255), (*GREEN, 100), (*BLUE, 7)])

    pixels = np.asarray(load_pixels(path)).reshape(-1, 3)

    assert pixels.tolist() == [[255, 0, 0], [0, 255, 0], [0, 0, 255]], (
        f"The pixels are red, green and blue below their transparency; yours: {pixels.tolist()}."
    )


def test_grey_picture_has_three_channels(tmp_path):
    path = save(tmp_path, "L", [0, 51, 255, 102])

    pixels = np.asarray(load_pixels(path)).reshape(-1, 3)

    assert pixels.tolist() == [[0, 0, 0], [51, 51, 51], [255, 255, 255], [102, 102, 102]]


def test_each_channel_becomes_a_plane():
    # Row by row, two pixels a row. The picture is its own mirror image along the diagonal.
    pixels = np.array([[[1, 10, 100], [2, 20, 200]], [[2, 20, 200], [3, 30, 250]]], dtype=np.uint8)

    planes = np.asarray(channels_first(pixels))

    assert planes[0].tolist() == [[1, 2], [2, 3]], "The first plane should hold all of the red."
    assert planes[1].tolist() == [[10, 20], [20, 30]], "The second plane is for green."
    assert planes[2].tolist() == [[100, 200], [200, 250]], "The third plane is for blue."


def test_channels_are_in_front():
    planes = np.asarray(channels_first(np.zeros((2, 5, 3), dtype=np.uint8)))

    assert planes.shape[0] == 3, f"The shape is {planes.shape}; the 3 channels should come first."


def test_brightness_goes_from_0_to_1():
    values = np.asarray(brightness(np.array([0, 51, 102, 255], dtype=np.uint8)))

    assert np.allclose(values, [0.0, 0.2, 0.4, 1.0]), f"0, 51, 102, 255 became {values}."


def test_brightness_of_a_dark_picture_stays_dark():
    values = np.asarray(brightness(np.array([0, 51], dtype=np.uint8)))

    assert np.allclose(values, [0.0, 0.2]), f"0 and 51 became {values}."


def test_image_is_a_batch_for_a_network(tmp_path):
    image = load_image(save(tmp_path, "RGB", [RED, GREEN, BLUE, GREY]))

    assert isinstance(image, torch.Tensor), f"A tensor is wanted, not {type(image).__name__}."
    assert image.dtype is torch.float32, f"The dtype is {image.dtype}."
    assert image.ndim == 4, f"The shape {tuple(image.shape)} should have four axes."
    assert image.shape[:2] == (1, 3), "One picture comes first, then its three channels."
    assert torch.allclose(image[0, 0].flatten(), torch.tensor([1.0, 0.0, 0.0, 0.2])), (
        f"The red plane is {image[0, 0].tolist()}."
    )
