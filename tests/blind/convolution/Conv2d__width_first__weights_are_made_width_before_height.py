# {"function": "Conv2d", "kind": "single", "idea": "Makes the weights with (K_w, K_h) as last sides, so with an oblong kernel the layer looks the wrong way round.", "style": "width_first"}
"""Aufgabe 3: Faltung. Fenster werden mit Indizes herausgesucht (fancy indexing)."""

import torch
import torch.nn.functional as F
from torch import nn


def zwei(x):
    return tuple(x) if isinstance(x, (tuple, list)) else (x, x)


def anzahl(laenge, kern, schritt):
    if kern < 1 or schritt < 1:
        raise ValueError("Kern und Schritt müssen mindestens 1 sein.")
    if kern > laenge:
        raise ValueError("Der Kern passt nicht ins Bild.")
    return (laenge - kern + schritt) // schritt


def indizes(laenge, kern, schritt):
    anfang = torch.arange(anzahl(laenge, kern, schritt)) * schritt
    return anfang[:, None] + torch.arange(kern)[None, :]


def output_size(size, kernel_size, stride=1, padding=0):
    if padding < 0:
        raise ValueError("Der Rand darf nicht negativ sein.")
    return anzahl(size + 2 * padding, kernel_size, stride)


def sliding_windows(bilder, kernel_size, stride=1):
    kh, kb = zwei(kernel_size)
    sh, sb = zwei(stride)
    zeilen = indizes(bilder.shape[2], kh, sh)
    spalten = indizes(bilder.shape[3], kb, sb)
    return bilder[:, :, zeilen[:, None, :, None], spalten[None, :, None, :]]


def conv2d(bilder, weight, bias=None, stride=1, padding=0):
    sh, sb = zwei(stride)
    ph, pb = zwei(padding)
    if ph < 0 or pb < 0:
        raise ValueError("Der Rand darf nicht negativ sein.")
    if bilder.shape[1] != weight.shape[1] or (bias is not None and bias.shape != (weight.shape[0],)):
        raise ValueError("Die Kanäle passen nicht zusammen.")
    mit_rand = F.pad(bilder, (pb, pb, ph, ph))
    zeilen = indizes(mit_rand.shape[2], weight.shape[2], sh)
    spalten = indizes(mit_rand.shape[3], weight.shape[3], sb)
    alle_fenster = mit_rand[:, :, zeilen[:, None, :, None], spalten[None, :, None, :]]
    ausgabe = torch.einsum("nchwij,ocij->nohw", alle_fenster, weight)
    if bias is not None:
        ausgabe = ausgabe + bias.view(-1, 1, 1)
    return ausgabe


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.schritt, self.rand = zwei(stride), zwei(padding)
        hoehe, breite = zwei(kernel_size)
        if min(hoehe, breite) < 1:
            raise ValueError("Ein Kern hat mindestens einen Pixel.")
        grenze = (in_channels * hoehe * breite) ** -0.5
        gewichte = torch.empty(out_channels, in_channels, breite, hoehe)
        self.weight = nn.Parameter(gewichte.uniform_(-grenze, grenze))
        self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-grenze, grenze)) if bias else None

    def forward(self, bilder):
        return conv2d(bilder, self.weight, self.bias, self.schritt, self.rand)
