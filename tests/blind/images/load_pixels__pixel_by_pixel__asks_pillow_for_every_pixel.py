# {"function": "load_pixels", "kind": "right", "idea": "Right: asks Pillow for the colour of every single pixel.", "style": "pixel_by_pixel"}
import numpy as np, torch
from PIL import Image as Img

BRIGHTEST = 255


def load_pixels(p):
    with Img.open(p) as i:
        rgb = i.convert("RGB")
    w, h = rgb.size
    grid = [[rgb.getpixel((x, y)) for x in range(w)] for y in range(h)]
    return np.array(grid, dtype=np.uint8)


def channels_first(px):
    return np.moveaxis(px, -1, 0)


def brightness(px):
    return np.true_divide(px, float(BRIGHTEST))


def load_image(p):
    i = Img.open(p).convert("RGB")
    w, h = i.size
    t = torch.frombuffer(bytearray(i.tobytes()), dtype=torch.uint8).view(h, w, 3)
    return t.permute(2, 0, 1).unsqueeze(0).to(torch.float32).div(BRIGHTEST)
