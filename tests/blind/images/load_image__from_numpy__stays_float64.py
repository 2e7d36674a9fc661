# {"function": "load_image", "kind": "single", "idea": "Leaves the tensor in float64, as NumPy divided it.", "style": "from-numpy"}
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
    return numpy.divide(pixels, 255.0)


def load_image(path):
    pixels = load_pixels(path)
    values = brightness(channels_first(pixels))
    return as_tensor(values).unsqueeze(dim=0)
