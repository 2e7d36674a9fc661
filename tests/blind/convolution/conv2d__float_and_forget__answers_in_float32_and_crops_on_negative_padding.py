# {"function": "conv2d", "kind": "pair", "idea": "Converts to float32 before multiplying, and lets negative padding crop the picture instead of raising.", "style": "float_and_forget"}
"""Aufgabe 3: Faltung. Fenster werden mit Indizes herausgesucht (fancy indexing)."""

import torch
import torch.nn.functional as F
from torch import nn


def hoch_breit(x):
    return tuple(x) if isinstance(x, (tuple, list)) else (x, x)


def anzahl(laenge, kern, schritt):
    if kern < 1 or schritt < 1:
        raise ValueError("Kern und Schritt müssen mindestens 1 sein.")
    if kern > laenge:
        raise ValueError("Der Kern passt nicht ins Bild.")
    return (laenge - kern + schritt) // schritt


def positionen(laenge, kern, schritt):
    """(Fenster, Kern): welche Zeilen (Spalten) jedes Fenster sieht."""
    anfang = torch.arange(anzahl(laenge, kern, schritt)) * schritt
    return anfang[:, None] + torch.arange(kern)[None, :]


def output_size(size, kernel_size, stride=1, padding=0):
    if padding < 0:
        raise ValueError("Der Rand darf nicht negativ sein.")
    return anzahl(size + 2 * padding, kernel_size, stride)


def sliding_windows(bilder, kernel_size, stride=1):
    kh, kb = hoch_breit(kernel_size)
    sh, sb = hoch_breit(stride)
    zeilen = positionen(bilder.shape[2], kh, sh)
    spalten = positionen(bilder.shape[3], kb, sb)
    return bilder[:, :, zeilen[:, None, :, None], spalten[None, :, None, :]]


def conv2d(bilder, weight, bias=None, stride=1, padding=0):
    sh, sb = hoch_breit(stride)
    ph, pb = hoch_breit(padding)
    if bilder.shape[1] != weight.shape[1] or (bias is not None and bias.shape != (weight.shape[0],)):
        raise ValueError("Die Kanäle passen nicht zusammen.")
    mit_rand = F.pad(bilder, (pb, pb, ph, ph))
    zeilen = positionen(mit_rand.shape[2], weight.shape[2], sh)
    spalten = positionen(mit_rand.shape[3], weight.shape[3], sb)
    stuecke = mit_rand[:, :, zeilen[:, None, :, None], spalten[None, :, None, :]]
    ergebnis = torch.einsum("nchwij,ocij->nohw", stuecke.float(), weight.float())
    if bias is not None:
        ergebnis = ergebnis + bias.float().view(-1, 1, 1)
    return ergebnis


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.schritt, self.rand = hoch_breit(stride), hoch_breit(padding)
        if min(self.rand) < 0:
            raise ValueError("Der Rand darf nicht negativ sein.")
        if min(hoch_breit(kernel_size)) < 1:
            raise ValueError("Ein Kern hat mindestens einen Pixel.")
        self.weight = nn.Parameter(torch.rand(out_channels, in_channels, *hoch_breit(kernel_size)) - 0.5)
        self.bias = nn.Parameter(torch.rand(out_channels) - 0.5) if bias else None

    def forward(self, bilder):
        if bilder.shape[1] != self.weight.shape[1]:
            raise ValueError("Die Kanäle passen nicht zusammen.")
        ph, pb = self.rand
        mit_rand = F.pad(bilder, (pb, pb, ph, ph))
        zeilen = positionen(mit_rand.shape[2], self.weight.shape[2], self.schritt[0])
        spalten = positionen(mit_rand.shape[3], self.weight.shape[3], self.schritt[1])
        stuecke = mit_rand[:, :, zeilen[:, None, :, None], spalten[None, :, None, :]]
        ergebnis = torch.einsum("nchwij,ocij->nohw", stuecke, self.weight)
        return ergebnis if self.bias is None else ergebnis + self.bias.view(-1, 1, 1)
