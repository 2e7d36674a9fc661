# {"function": "output_size", "kind": "right", "idea": "Right: counts the places where a window can start as the length of a range.", "style": "range_counter"}
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


def orte(laenge, kern, schritt):
    """(Fenster, Kern): welche Zeilen (Spalten) jedes Fenster sieht."""
    anfang = torch.arange(anzahl(laenge, kern, schritt)) * schritt
    return anfang[:, None] + torch.arange(kern)[None, :]


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or padding < 0 or stride < 1:
        raise ValueError("Kern und Schritt ab 1, Rand ab 0.")
    starts = range(-padding, size + padding - kernel_size + 1, stride)
    if not starts:
        raise ValueError("Kein einziges Fenster passt.")
    return len(starts)


def sliding_windows(bilder, kernel_size, stride=1):
    kh, kb = als_paar(kernel_size)
    sh, sb = als_paar(stride)
    zeilen = orte(bilder.shape[2], kh, sh)
    spalten = orte(bilder.shape[3], kb, sb)
    return bilder[:, :, zeilen[:, None, :, None], spalten[None, :, None, :]]


def conv2d(bilder, weight, bias=None, stride=1, padding=0):
    sh, sb = als_paar(stride)
    ph, pb = als_paar(padding)
    if ph < 0 or pb < 0:
        raise ValueError("Der Rand darf nicht negativ sein.")
    if bilder.shape[1] != weight.shape[1] or (bias is not None and bias.shape != (weight.shape[0],)):
        raise ValueError("Die Kanäle passen nicht zusammen.")
    mit_rand = F.pad(bilder, (pb, pb, ph, ph))
    zeilen = orte(mit_rand.shape[2], weight.shape[2], sh)
    spalten = orte(mit_rand.shape[3], weight.shape[3], sb)
    f = mit_rand[:, :, zeilen[:, None, :, None], spalten[None, :, None, :]]
    ausgabe = torch.einsum("nchwij,ocij->nohw", f, weight)
    if bias is not None:
        ausgabe = ausgabe + bias.view(-1, 1, 1)
    return ausgabe


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.schritt, self.rand = als_paar(stride), als_paar(padding)
        if min(self.rand) < 0:
            raise ValueError("Der Rand darf nicht negativ sein.")
        if min(als_paar(kernel_size)) < 1:
            raise ValueError("Ein Kern hat mindestens einen Pixel.")
        self.weight = nn.Parameter(torch.rand(out_channels, in_channels, *als_paar(kernel_size)) - 0.5)
        self.bias = nn.Parameter(torch.rand(out_channels) - 0.5) if bias else None

    def forward(self, bilder):
        if bilder.shape[1] != self.weight.shape[1]:
            raise ValueError("Die Kanäle passen nicht zusammen.")
        ph, pb = self.rand
        mit_rand = F.pad(bilder, (pb, pb, ph, ph))
        zeilen = orte(mit_rand.shape[2], self.weight.shape[2], self.schritt[0])
        spalten = orte(mit_rand.shape[3], self.weight.shape[3], self.schritt[1])
        f = mit_rand[:, :, zeilen[:, None, :, None], spalten[None, :, None, :]]
        ausgabe = torch.einsum("nchwij,ocij->nohw", f, self.weight)
        return ausgabe if self.bias is None else ausgabe + self.bias.view(-1, 1, 1)
