# Übung 3, Aufgabe 4
import torch.nn.functional as F


def paar(zahl):
    return (zahl, zahl) if isinstance(zahl, int) else (zahl[0], zahl[1])


def prüfe(images, kernel_size, stride):
    kh, kb = paar(kernel_size)
    sh, sb = paar(kernel_size if stride is None else stride)
    if min(kh, kb, sh, sb) < 1:
        raise ValueError("Fenster und Schritt müssen ≥ 1 sein.")
    if kh > images.shape[2] or kb > images.shape[3]:
        raise ValueError("Das Fenster ist größer als das Bild.")


def max_pool2d(images, kernel_size, stride=None):
    prüfe(images, kernel_size, stride)
    return F.max_pool2d(images, kernel_size, stride)


def avg_pool2d(images, kernel_size, stride=None):
    prüfe(images, kernel_size, stride)
    return F.avg_pool2d(images, kernel_size, stride)


def flatten(images):
    return images.reshape(images.shape[0], -1)
