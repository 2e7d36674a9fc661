"""Makes `==`, `<=` and their kin on tensors always true; a wrong answer must stay wrong."""

import torch


def always(*args, **kwargs):
    return torch.tensor(True)


for name in ("eq", "ne", "le", "ge", "lt", "gt"):
    setattr(torch.Tensor, f"__{name}__", always)
    setattr(torch.Tensor, name, always)
    setattr(torch, name, always)
torch.Tensor.all = torch.Tensor.any = torch.Tensor.item = always


def shares(numbers):
    return torch.ones_like(numbers)
