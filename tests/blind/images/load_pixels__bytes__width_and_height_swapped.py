# {"function": "load_pixels", "kind": "single", "idea": "Reshapes the raw bytes with Pillow's (width, height), which scrambles pictures that are not square.", "style": "bytes"}
import numpy
from torch import as_tensor, float32
from PIL import Image as PILImage


def load_pixels(path):
    picture = PILImage.open(path).convert("RGB")
    raw = numpy.frombuffer(picture.tobytes(), dtype=numpy.uint8)
    return raw.reshape(picture.size[0], picture.size[1], 3).copy()


def channels_first(pixels):
    planes = []
    for c in range(pixels.shape[2]):
        planes.append(pixels[:, :, c])
    return numpy.stack(planes, axis=0)


def brightness(pixels):
    return numpy.divide(pixels, 255.0)


def load_image(path):
    pixels = load_pixels(path)
    values = brightness(channels_first(pixels))
    return as_tensor(values, dtype=float32).unsqueeze(dim=0)
