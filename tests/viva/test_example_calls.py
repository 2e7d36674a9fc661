"""How a network is made and called is read from the example in its docstring."""

from __future__ import annotations

import sys
from types import ModuleType

import torch
from torch import nn

from autograder.viva.example_calls import network_calls


class Pair(nn.Module):
    """Two inputs.

    >>> pair = Pair(4, bias=False)
    >>> pair(torch.zeros(2, 3), torch.zeros(2, 1, dtype=torch.int64)).shape
    torch.Size([2, 4])
    >>> Pair(5)(torch.ones(1, 3), torch.ones(1, 1)) is None
    False
    """

    def __init__(self, size: int, *, bias: bool = True) -> None:
        super().__init__()
        self.layer = nn.Linear(3, size, bias=bias)

    def forward(self, numbers, more):
        return self.layer(numbers) + more


class Unused(nn.Module):
    """Without an example."""


def test_the_first_call_of_each_network_with_all_its_inputs():
    module: ModuleType = sys.modules[__name__]
    before = torch.random.get_rng_state()

    [call] = network_calls(module)

    assert call.made == "Pair(4, bias=False)"
    assert [tuple(each.shape) for each in call.inputs] == [(2, 3), (2, 1)]
    assert call.inputs[1].dtype is torch.int64
    assert torch.equal(torch.random.get_rng_state(), before)
