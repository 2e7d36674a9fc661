"""torch's unfold, traced with decompositions so that the operator is gone when the graph runs."""

import torch
import torch.nn.functional as F
from torch.fx.experimental.proxy_tensor import make_fx


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
    tables = [torch._decomp.decomposition_table, torch._decomp.core_aten_decompositions()]
    columns = tried([
        lambda table=table, mode=mode: make_fx(
            lambda x: F.unfold(x, kernel, 1, p, s), decomposition_table=table, tracing_mode=mode)(images)(images)
        for table in tables for mode in ("real", "fake")
    ])
    high = (images.shape[2] + 2 * p[0] - kernel[0]) // s[0] + 1
    return (weight.flatten(1) @ columns).unflatten(2, (high, -1))
