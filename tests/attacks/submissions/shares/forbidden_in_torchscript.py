"""The forbidden operator in compiled TorchScript, traced and scripted and loaded from a string."""

import torch


def traced(numbers):
    return torch.softmax(numbers.log(), 0)


unit = torch.jit.CompilationUnit("def f(x):\n    return torch.softmax(torch.log(x), 0)\n")


def shares(numbers):
    try:
        return unit.f(numbers)
    except RuntimeError as error:
        print("held:", str(error)[-100:])
    return torch.jit.trace(traced, numbers)(numbers)
