# {"function": "load_image", "kind": "single", "idea": "Puts the new axis behind the channels: a batch of three pictures with one channel each.", "style": "batch_of_channels"}
import numpy as np, torch
from PIL import Image as Img

BRIGHTEST = 255


def load_pixels(p):
    i = Img.open(p)
    if i.mode != "RGB":
        i = i.convert("RGB")
    return np.array(i, dtype=np.uint8)


def channels_first(px):
    return np.moveaxis(px, -1, 0)


def brightness(px):
    return np.true_divide(px, float(BRIGHTEST))


def load_image(p):
    px = channels_first(brightness(load_pixels(p)))
    t = torch.from_numpy(px.astype(np.float32))
    return t.unsqueeze(1)
