# {"function": "load_pixels", "kind": "right", "idea": "Opens the file itself, reads raw bytes with the height first and splits the bands; correct.", "style": "bytes"}
import numpy
from torch import as_tensor, float32
from PIL import Image as PILImage


def load_pixels(path):
    with open(path, "rb") as file:
        picture = PILImage.open(file)
        picture.load()
    bands = picture.convert("RGBA").split()[:3]
    width, height = picture.size
    result = numpy.empty((height, width, 3), dtype="uint8")
    for c, band in enumerate(bands):
        result[..., c] = numpy.frombuffer(band.tobytes(), dtype="uint8").reshape(height, width)
    return result


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
