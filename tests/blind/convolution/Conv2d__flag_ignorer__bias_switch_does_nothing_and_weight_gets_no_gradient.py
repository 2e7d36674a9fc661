# {"function": "Conv2d", "kind": "pair", "idea": "Makes a bias even where it is switched off, and forward uses weight.data, so the weight gets no gradient.", "style": "flag_ignorer"}
"""Aufgabe 3: Faltung. Fenster werden mit Indizes herausgesucht (fancy indexing)."""

import torch
import torch.nn.functional as F
from torch import nn


def als_paar(x):
    return tuple(x) if isinstance(x, (tuple, list)) else (x, x)


def anzahl(laenge, kern, schritt):
    if kern < 1 or schritt < 1:
        raise ValueError("Kern und Schritt müssen mindestens 1 sein.")
    if kern > laenge:
        raise ValueError("Der Kern passt nicht ins Bild.")
    return (laenge - kern + schritt) // schritt


def plaetze(laenge, kern, schritt):
    """(Fenster, Kern): welche Zeilen (Spalten) jedes Fenster sieht."""
    anfang = torch.arange(anzahl(laenge, kern, schritt)) * schritt
    return anfang[:, None] + torch.arange(kern)[None, :]


def output_size(size, kernel_size, stride=1, padding=0):
    if padding < 0:
        raise ValueError("Der Rand darf nicht negativ sein.")
    return anzahl(size + 2 * padding, kernel_size, stride)


def sliding_windows(bilder, kernel_size, stride=1):
    kh, kb = als_paar(kernel_size)
    sh, sb = als_paar(stride)
    zeilen = plaetze(bilder.shape[2], kh, sh)
    spalten = plaetze(bilder.shape[3], kb, sb)
    return bilder[:, :, zeilen[:, None, :, None], spalten[None, :, None, :]]


def conv2d(bilder, weight, bias=None, stride=1, padding=0):
    sh, sb = als_paar(stride)
    ph, pb = als_paar(padding)
    if ph < 0 or pb < 0:
        raise ValueError("Der Rand darf nicht negativ sein.")
    if bilder.shape[1] != weight.shape[1] or (bias is not None and bias.shape != (weight.shape[0],)):
        raise ValueError("Die Kanäle passen nicht zusammen.")
    mit_rand = F.pad(bilder, (pb, pb, ph, ph))
    zeilen = plaetze(mit_rand.shape[2], weight.shape[2], sh)
    spalten = plaetze(mit_rand.shape[3], weight.shape[3], sb)
    fenster = mit_rand[:, :, zeilen[:, None, :, None], spalten[None, :, None, :]]
    antwort = torch.einsum("nchwij,ocij->nohw", fenster, weight)
    if bias is not None:
        antwort = antwort + bias.view(-1, 1, 1)
    return antwort


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.schritt = als_paar(stride)
        self.rand = als_paar(padding)
        if min(als_paar(kernel_size)) < 1:
            raise ValueError("Ein Kern hat mindestens einen Pixel.")
        self.weight = nn.Parameter(torch.rand(out_channels, in_channels, *als_paar(kernel_size)) - 0.5)
        bias = torch.rand(out_channels) - 0.5
        self.bias = nn.Parameter(bias)

    def forward(self, bilder):
        return conv2d(bilder, self.weight.data, self.bias, self.schritt, self.rand)
