# {"function": "load_pixels", "kind": "pair", "idea": "Returns blue, green, red, and sets fully transparent pixels to black.", "style": "opencv_habit"}
import numpy as np, torch
from PIL import Image as Img

BRIGHTEST = 255


def load_pixels(p):
    a = np.array(Img.open(p).convert("RGBA"))
    rgb, alpha = a[..., :3].copy(), a[..., 3]
    rgb[alpha == 0] = 0
    return rgb[..., ::-1].copy()


def channels_first(px):
    return np.moveaxis(px, -1, 0)


def brightness(px):
    return np.true_divide(px, float(BRIGHTEST))


def load_image(p):
    i = Img.open(p).convert("RGB")
    w, h = i.size
    t = torch.frombuffer(bytearray(i.tobytes()), dtype=torch.uint8).view(h, w, 3)
    return t.permute(2, 0, 1).unsqueeze(0).to(torch.float32).div(BRIGHTEST)
