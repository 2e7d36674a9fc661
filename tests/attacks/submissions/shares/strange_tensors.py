"""Answers with tensors that no host should touch: sparse, meta, nested, quantized, conjugate, overlapping."""

import itertools

import torch

makers = itertools.cycle(
    [
        lambda n: torch.empty(len(n), device="meta"),
        lambda n: n.to_sparse(),
        lambda n: torch.quantize_per_tensor(n.float(), 0.1, 0, torch.qint8),
        lambda n: n.to(torch.complex64).conj(),
        lambda n: torch.zeros(1).as_strided((len(n), 10**6), (0, 0)),
        lambda n: torch.zeros(1).expand(1 << 45),
        lambda n: torch.empty(0).reshape(0, 1 << 40),
    ]
)


def shares(numbers):
    return next(makers)(numbers)
