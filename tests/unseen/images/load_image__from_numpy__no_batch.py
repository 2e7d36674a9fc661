# {"function": "load_image", "kind": "single", "idea": "the batch axis is missing", "style": "from_numpy"}
"""Task 2 of 5: images. From a picture file to a tensor that a network takes."""

import numpy as np
import torch

from PIL import Image

BRIGHTEST = 255  # the largest value of a channel in uint8


def load_pixels(path: str) -> np.ndarray:
    """The colours of a picture file, without transparency.

    Shapes: a path → (H, W, 3), uint8: red, green and blue of each pixel, 0 to 255.

    Files come with and without transparency, in colour, in grey, and with a palette. Dropping
    the last channel is right for one of these kinds only. Colours stay as they are stored: a
    transparent pixel is not mixed with any background.

    Example, with a red picture of 4 columns and 2 rows:
        >>> import tempfile; from PIL import Image
        >>> file = tempfile.NamedTemporaryFile(suffix=".png")
        >>> Image.new("RGB", (4, 2), "red").save(file.name)
        >>> load_pixels(file.name).shape
        (2, 4, 3)

    Hint: Pillow opens all of them (`from PIL import Image`), and a picture of Pillow's can be
    converted to another mode.
    """
    with Image.open(path) as picture:
        # In RGBA, whatever the file was, the fourth channel is the transparency.
        return np.array(picture.convert("RGBA"))[:, :, :3]


def channels_first(pixels: np.ndarray) -> np.ndarray:
    """The same picture, stored as one plane per channel, as PyTorch wants it.

    Shapes: (H, W, C) → (C, H, W), for any number of channels:
        planes[channel, row, column] == pixels[row, column, channel]

    Example:
        >>> channels_first(np.zeros((2, 4, 3), dtype=np.uint8)).shape
        (3, 2, 4)

    Hint: axes have to change places. A reshape gives the right shape too, but does a red pixel
    still have its neighbours?
    """
    return pixels.transpose(2, 0, 1)


def brightness(pixels: np.ndarray) -> np.ndarray:
    """Numbers of 0 to 255 as brightness of 0 to 1.

    Shapes: any → the same, uint8 → float32 or float64. 0 stays 0, 255 becomes 1.

    Example:
        >>> brightness(np.array([0, 51, 255], dtype=np.uint8)).tolist()
        [0.0, 0.2, 1.0]

    Hint: the scale is the same for every picture, however dark it is.
    """
    return pixels / BRIGHTEST


def load_image(path):
    return torch.from_numpy(channels_first(brightness(load_pixels(path)))).float()
