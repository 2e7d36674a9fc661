# {"function": "channels_first", "kind": "single", "idea": "Reshapes to (C, H, W) instead of moving the axis, so the pixels end up in the wrong planes.", "style": "reshape"}
import numpy
from torch import as_tensor, float32
from PIL import Image as PILImage


def load_pixels(path):
    picture = PILImage.open(path)
    if picture.mode != "RGB":
        picture = picture.convert("RGB")
    return numpy.array(picture)


def channels_first(pixels):
    height, width, channels = pixels.shape
    return pixels.reshape(channels, height, width)


def brightness(pixels):
    return numpy.divide(pixels, 255.0)


def load_image(path):
    pixels = load_pixels(path)
    values = brightness(channels_first(pixels))
    return as_tensor(values, dtype=float32).unsqueeze(dim=0)
