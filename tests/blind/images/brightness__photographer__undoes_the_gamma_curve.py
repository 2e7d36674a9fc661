# {"function": "brightness", "kind": "single", "idea": "Applies the screen's gamma curve (to the power of 2.2) after dividing by 255.", "style": "photographer"}
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
    x = px / BRIGHTEST
    return x ** 2.2


def load_image(p):
    i = Img.open(p).convert("RGB")
    w, h = i.size
    t = torch.frombuffer(bytearray(i.tobytes()), dtype=torch.uint8).view(h, w, 3)
    return t.permute(2, 0, 1).unsqueeze(0).to(torch.float32).div(BRIGHTEST)
