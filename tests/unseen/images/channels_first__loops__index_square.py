# {"function": "channels_first", "kind": "single", "idea": "loops over rows and columns use the height for both", "style": "loops", "only": "square pictures"}
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


def channels_first(pixels):
    h, w, c = pixels.shape
    out = np.zeros((c, h, w), pixels.dtype)
    for i in range(h):
        for j in range(h):
            out[:, i, j] = pixels[i, j]
    return out


def brightness(pixels: np.ndarray) -> np.ndarray:
    """Numbers of 0 to 255 as brightness of 0 to 1.

    Shapes: any → the same, uint8 → float32 or float64. 0 stays 0, 255 becomes 1.

    Example:
        >>> brightness(np.array([0, 51, 255], dtype=np.uint8)).tolist()
        [0.0, 0.2, 1.0]

    Hint: the scale is the same for every picture, however dark it is.
    """
    return pixels / BRIGHTEST


def load_image(path: str) -> torch.Tensor:
    """A picture file as a batch of one picture: all of the above, in a row.

    Shapes: a path → (1, 3, H, W), float32, values of 0 to 1.

    Example, with a red picture of 4 columns and 2 rows:
        >>> import tempfile; from PIL import Image
        >>> file = tempfile.NamedTemporaryFile(suffix=".png")
        >>> Image.new("RGB", (4, 2), "red").save(file.name)
        >>> load_image(file.name)[0, :, 0, 0]
        tensor([1., 0., 0.])

    Hint: the weights of `nn.Conv2d` are float32; are your numbers, too?
    """
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
