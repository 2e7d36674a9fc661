"""A call as Python that a student can copy and run."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.diagnosis.properties import bound
from autograder.diagnosis.recording import RecordedCall

LINE = 88


@dataclass(frozen=True)
class WrittenCall:
    """The text, and the arrays in it by the names that they have there."""

    text: str
    arrays: tuple[tuple[str, Any], ...]


def written(call: RecordedCall, solution: ModuleType) -> WrittenCall:
    """The call of a function, with a line for each array, and with its imports."""
    names = [parameter.name for parameter, _ in bound(call, solution)]
    places: dict[int | str, Any] = dict(enumerate(call.args))
    places.update(call.kwargs.items())
    given, lines, arrays = [], [], []
    for place, value in places.items():
        name = names[place] if isinstance(place, int) and place < len(names) else str(place)
        if value is None and not isinstance(place, int):
            continue  # as the default is
        shown = repr(value)
        if isinstance(value, Tensor | np.ndarray):
            lines.append(_assigned(name, value))
            arrays.append((name, value.detach().numpy() if isinstance(value, Tensor) else value))
            shown = name
        given.append(shown if isinstance(place, int) else f"{name}={shown}")
    imports = []
    if any(isinstance(value, np.ndarray) for value in places.values()):
        imports.append("import numpy as np")
    if any(isinstance(value, Tensor) for value in places.values()):
        imports.append("import torch")
    module = solution.__name__.rpartition(".")[2]
    head = [*imports, *([""] if imports else []), f"from {module} import {call.function}", ""]
    text = "\n".join([*head, *lines, f"print({call.function}({', '.join(given)}))"])
    return WrittenCall(text, tuple(arrays))


def _assigned(name: str, value: Tensor | np.ndarray[Any, Any]) -> str:
    """`x = torch.tensor([[1.0, 2.0]])`, with one row a line where that is longer than a line."""
    if isinstance(value, Tensor):
        known = value.dtype in (torch.float32, torch.int64, torch.bool)
        begin = f"{name} = torch.tensor("
        kind = "" if known else f", dtype={value.dtype}"
    else:
        known = value.dtype in (np.float64, np.int64, np.bool_)
        begin, kind = f"{name} = np.array(", "" if known else f", dtype=np.{value.dtype}"
    numbers = value.detach().tolist() if isinstance(value, Tensor) else value.tolist()
    text = f"{begin}{numbers}{kind})"
    if len(text) <= LINE or value.ndim < 2:
        return text
    indent = " " * len(begin)
    return f"{begin}{_rows(numbers, value.ndim, indent)}{kind})"


def _rows(numbers: Any, axes: int, indent: str) -> str:
    if axes == 1:
        return str(numbers)
    inner = [_rows(each, axes - 1, f"{indent} ") for each in numbers]
    return "[" + f",\n{indent} ".join(inner) + "]"
