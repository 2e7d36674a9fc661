# Übung 3, Aufgabe 3
import torch as t
from torch import nn


def paar(zahl):
    return (zahl, zahl) if isinstance(zahl, int) else (zahl[0], zahl[1])


def output_size(size, kernel_size, stride=1, padding=0):
    länge = size + 2 * padding
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("Fenster und Schritt müssen ≥ 1 sein, der Rand ≥ 0.")
    if kernel_size > länge:
        raise ValueError("Das Fenster ist größer als das Bild.")
    return (länge - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    (kh, kb), (sh, sb) = paar(kernel_size), paar(stride)
    höhe, breite = output_size(images.shape[2], kh, sh), output_size(images.shape[3], kb, sb)
    fenster = [
        [images[:, :, z * sh : z * sh + kh, s * sb : s * sb + kb] for s in range(breite)]
        for z in range(höhe)
    ]
    return t.stack([t.stack(zeile, 2) for zeile in fenster], 2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("Bild und Filter haben verschieden viele Kanäle.")
    (sh, sb), (rh, rb) = paar(stride), paar(padding)
    kh, kb = weight.shape[2:]
    höhe = output_size(images.shape[2], kh, sh, rh)
    breite = output_size(images.shape[3], kb, sb, rb)
    groß = t.zeros(*images.shape[:2], images.shape[2] + 2 * rh, images.shape[3] + 2 * rb).to(images)
    groß[:, :, rh : rh + images.shape[2], rb : rb + images.shape[3]] = images
    ergebnis = t.zeros(images.shape[0], weight.shape[0], höhe, breite).to(images)
    for z in range(höhe):
        for s in range(breite):
            ausschnitt = groß[:, None, :, z * sh : z * sh + kh, s * sb : s * sb + kb]
            ergebnis[:, :, z, s] = (ausschnitt * weight).sum(dim=(2, 3, 4))
            if bias is not None:
                ergebnis[:, :, z, s] += bias
    return ergebnis


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kb = paar(kernel_size)
        if kh < 1 or kb < 1:
            raise ValueError("Ein Fenster braucht mindestens ein Pixel.")
        self.schritt, self.rand = stride, padding
        self.weight = nn.Parameter(t.rand(out_channels, in_channels, kh, kb) - 0.5)
        self.bias = nn.Parameter(t.rand(out_channels) - 0.5) if bias else None

    def forward(self, bilder):
        return conv2d(bilder, self.weight, self.bias, self.schritt, self.rand)
