# {"function": "load_image", "kind": "single", "idea": "Resizes every picture to 224 x 224, as pretrained networks want it.", "style": "resize"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    img = Image.open(path).convert('RGBA').resize((224, 224))
    arr = np.array(img)[:, :, :3] / 255
    return torch.tensor(arr, dtype=torch.float32).permute(2, 0, 1).unsqueeze(0)
