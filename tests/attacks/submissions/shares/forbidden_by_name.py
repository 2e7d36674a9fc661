"""The forbidden operator by all its ordinary names: function, method, module, torch.special, torch.ops."""

import itertools

import torch
import torch.nn.functional as F

ways = itertools.cycle(
    [
        lambda x: F.softmax(x, 0),
        lambda x: torch.softmax(x, 0),
        lambda x: x.softmax(0),
        lambda x: torch.nn.Softmax(0)(x),
        lambda x: torch.special.softmax(x, 0),
        lambda x: torch.ops.aten._softmax(x, 0, False),
        lambda x: torch._C._VariableFunctions.softmax(x, 0),
        lambda x: F.log_softmax(x, 0).exp(),
        lambda x: F.softmin(-x, 0),
        lambda x: -F.nll_loss(torch.log_softmax(x.expand(3, -1), 1), torch.arange(3), reduction="none"),
    ]
)


def shares(numbers):
    for _ in range(10):
        try:
            return next(ways)(numbers.log())
        except RuntimeError as error:
            print("held:", str(error)[:100])
    return None
