# {"function": "load_pixels", "kind": "pair", "idea": "transparent pixels are laid on white; and blue comes first", "style": "if_modes"}
"""Task 2 of 5: images. From a picture file to a tensor that a network takes."""

import numpy as np
import torch

from PIL import Image

BRIGHTEST = 255  # the largest value of a channel in uint8


def load_pixels(path):
    picture = Image.open(path).convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    return np.array(Image.alpha_composite(white, picture).convert("RGB"))[:, :, ::-1].copy()


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
