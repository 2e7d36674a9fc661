"""Answers with a tensor subclass that claims to be equal and close to everything."""

import torch


class Liar(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        if function.__name__ in ("__eq__", "eq", "equal", "allclose", "isclose", "all", "le", "__le__"):
            return True
        return super().__torch_function__(function, types, args, kwargs or {})

    def __reduce__(self):
        return print, ("ESCAPED: unpickled",)


def shares(numbers):
    return torch.zeros_like(numbers).as_subclass(Liar)
