"""Right numbers in the wrong thing: another dtype, an array, a list, a tensor without gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.diagnosis.maps import Map

DTYPES = ("float32", "float64", "float16", "int64", "int32", "int16", "uint8", "bool")


def of_kinds() -> Iterator[Map]:
    """The maps of an answer that change no number, but what holds it."""
    yield _map("no_gradient", "no gradient flows back", lambda answer: answer.detach())
    for name in DTYPES:
        yield _map(f"dtype_{name}", f"{{it}} are {name}", _as_dtype(name))
    yield _map("array", "{it} are given as a NumPy array", lambda answer: answer.detach().numpy())
    yield _map("tensor", "{it} are given as a tensor", torch.from_numpy)
    yield _map("list", "{it} are given as a list", lambda answer: answer.tolist())
    yield _map("tuple", "{it} are given as a tuple", lambda answer: tuple(answer.tolist()))
    yield _map("float", "{it} are given as a float", _as_float)
    yield _map("tensor_of_number", "{it} are given as a tensor", _as_tensor)


def of_arguments() -> Iterator[Map]:
    """The maps of an argument that change no number of the answer."""
    words = "no gradient flows back to {it}"
    yield _map("no_gradient", words, lambda v: v.detach() if isinstance(v, Tensor) else v)


def _map(name: str, words: str, change: Callable[[Any], Any]) -> Map:
    return Map(name, words, lambda answer, arguments: change(answer))


def _as_float(answer: Any) -> float:
    return float(answer.detach() if isinstance(answer, Tensor) else answer)


def _as_tensor(answer: Any) -> Tensor:
    if isinstance(answer, Tensor):
        raise TypeError("a tensor already")
    return torch.tensor(answer)


def _as_dtype(name: str) -> Callable[[Any], Any]:
    def change(answer: Any) -> Any:
        if isinstance(answer, np.ndarray):
            return answer.astype(name)
        if isinstance(answer, Tensor):
            return answer.to(getattr(torch, name))
        raise TypeError("neither a tensor nor an array")

    return change
