"""Pillow's filters for maxima, its reduce and resize for means, by public and private names."""

import numpy as np
import torch
from PIL import Image, ImageFilter


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)


def tried(ways):
    for way in ways:
        try:
            return way()
        except Exception as error:
            print("held:", type(error).__name__, str(error)[:80])
    raise RuntimeError("every way is closed")


def of(picture, kernel, stride, how):
    high, wide = ((size - k) // s + 1 for size, k, s in zip(picture.size[::-1], kernel, stride))
    box = (0, 0, wide * kernel[1], high * kernel[0])
    if how == 'mean':
        return tried([
            lambda: picture.crop(box).reduce((kernel[1], kernel[0])),
            lambda: picture.resize((wide, high), Image.Resampling.BOX, box),
            lambda: Image.Image()._new(picture.im.reduce((kernel[1], kernel[0]), box)),
            lambda: Image.Image()._new(picture.im.resize((wide, high), Image.Resampling.BOX, box)),
        ])
    grown = tried([
        lambda: picture.filter(ImageFilter.MaxFilter(kernel[0])),
        lambda: Image.Image()._new(picture.im.rankfilter(kernel[0], kernel[0] ** 2 - 1)),
    ])
    return np.asarray(grown)[kernel[0] // 2 :: stride[0], kernel[1] // 2 :: stride[1]][:high, :wide]


def pooled(images, kernel_size, stride, how):
    k = pair(kernel_size)
    planes = images.flatten(0, 1).float().numpy()
    found = [np.array(of(Image.fromarray(plane), k, pair(stride) if stride else k, how)) for plane in planes]
    return torch.from_numpy(np.stack(found)).to(images.dtype).unflatten(0, images.shape[:2])


def max_pool2d(images, kernel_size, stride=None):
    return pooled(images, kernel_size, stride, "max")


def avg_pool2d(images, kernel_size, stride=None):
    return pooled(images, kernel_size, stride, "mean")
