# Übung 3, Aufgabe 2
import numpy as np
import torch as t
from PIL import Image


def load_pixels(path):
    # Farbtiefe vereinheitlichen, Durchsichtigkeit fällt dabei weg
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    rückgabe = [pixels[:, :, kanal] for kanal in range(pixels.shape[2])]
    return np.array(rückgabe)


def brightness(pixels):
    größter_wert = 255
    return pixels / größter_wert


def load_image(path):
    bild = brightness(channels_first(load_pixels(path)))
    return t.tensor([bild.tolist()], dtype=t.float32)
