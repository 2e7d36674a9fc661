# Übung 3, Aufgabe 4
import torch as t


def paar(zahl):
    return (zahl, zahl) if isinstance(zahl, int) else (zahl[0], zahl[1])


def überall(was, images, kernel_size, stride):
    kh, kb = paar(kernel_size)
    sh, sb = paar(kernel_size if stride is None else stride)
    höhe, breite = images.shape[2:]
    if min(kh, kb, sh, sb) < 1:
        raise ValueError("Fenster und Schritt müssen ≥ 1 sein.")
    if kh > höhe or kb > breite:
        raise ValueError("Das Fenster ist größer als das Bild.")
    zeilen = []
    for z in range(0, höhe - kh + 1, sh):
        zeile = [was(images[:, :, z : z + kh, s : s + kb]) for s in range(0, breite - kb + 1, sb)]
        zeilen.append(t.stack(zeile, dim=2))
    return t.stack(zeilen, dim=2)


def max_pool2d(images, kernel_size, stride=None):
    return überall(lambda f: f.max(dim=3).values.max(dim=2).values, images, kernel_size, stride)


def avg_pool2d(images, kernel_size, stride=None):
    return überall(lambda f: f.mean(dim=(2, 3)), images, kernel_size, stride)


def flatten(images):
    return images.reshape(images.shape[0], -1)
