# {"function": "brightness", "kind": "pair", "idea": "Loops over the rows for both sides, so wide pictures stay dark and tall ones crash, and divides by 256.", "style": "loops"}
import numpy
from torch import as_tensor, float32
from PIL import Image as PILImage


def load_pixels(path):
    picture = PILImage.open(path)
    if picture.mode != "RGB":
        picture = picture.convert("RGB")
    return numpy.array(picture)


def channels_first(pixels):
    planes = []
    for c in range(pixels.shape[2]):
        planes.append(pixels[:, :, c])
    return numpy.stack(planes, axis=0)


def brightness(pixels):
    n = len(pixels)
    result = numpy.zeros(pixels.shape)
    for i in range(n):
        for j in range(n):
            result[i, j] = pixels[i, j] / 256
    return result


def load_image(path):
    pixels = load_pixels(path)
    values = brightness(channels_first(pixels))
    return as_tensor(values, dtype=float32).unsqueeze(dim=0)
