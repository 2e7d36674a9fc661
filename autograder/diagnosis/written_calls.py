"""A call as Python that a student can copy and run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from inspect import Parameter
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.diagnosis import small_files
from autograder.diagnosis.properties import bound, signature_of
from autograder.diagnosis.recording import RecordedCall

LINE = 88
PIXEL = 4  # numbers of one, at the most
PLAIN = "input"  # an argument without a name of its own


@dataclass(frozen=True)
class WrittenCall:
    """The text, what goes into it by the names that it has there, and the call in one line.

    `pictures` are files: name → PNG.
    """

    text: str
    arrays: tuple[tuple[str, Any], ...]
    line: str
    pictures: tuple[tuple[str, bytes], ...] = ()


@dataclass
class _Lines:
    """What is written before the call."""

    imports: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    shown: list[tuple[str, Any]] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def array(self, name: str, value: Any) -> str:
        """A line for an array; returns the name that it got."""
        name = self._free(name)
        self._assign(name, value)
        self.shown.append((name, value.detach().numpy() if isinstance(value, Tensor) else value))
        return name

    def file(self, name: str, data: bytes) -> None:
        """The lines that make a file."""
        variable = self._free("numbers" if name.endswith(".npy") else "pixels")
        made = small_files.written(name, data, variable)
        self.imports.update(made.imports)
        self._assign(variable, made.array)
        self.lines.extend(made.lines)
        # Of several files, it is said which one a part is of.
        prefix = f"{name}: " if self.pictures else ""
        self.shown.extend((f"{prefix}{words}", value) for words, value in made.shown)
        if made.png:
            self.pictures.append((name, made.png))

    def _assign(self, name: str, value: Any) -> None:
        self.imports.add("import torch" if isinstance(value, Tensor) else "import numpy as np")
        self.lines.append(_assigned(name, value))

    def _free(self, wanted: str) -> str:
        plain = "".join(c if c.isalnum() else "_" for c in wanted)
        plain = plain if plain.isidentifier() else f"layer_{plain}"
        name, number = plain, 2
        while name in self.taken:
            name, number = f"{plain}_{number}", number + 1
        self.taken.add(name)
        return name


def written(call: RecordedCall, solution: ModuleType) -> WrittenCall:
    """The call, with a line for each array and those that make each file, and with its imports.

    A layer is made, gets its parameters, and is called.
    """
    lines = _Lines(taken={call.function, "layer", "image", "torch", "np", "Image"})
    given = _given(call, _names(call, solution), lines)
    made, called = "", call.function
    if call.made is not None:
        settings = [
            *(repr(value) for value in call.made.args),
            *(f"{name}={value!r}" for name, value in call.made.kwargs.items()),
        ]
        made, called = f"{call.function}({', '.join(settings)})", "layer"
        state = {name: lines.array(name, v) for name, v in (call.made.state or {}).items()}
        lines.lines.append(f"layer = {made}")
        if state:
            named = ", ".join(f'"{name}": {variable}' for name, variable in state.items())
            lines.lines.append(f"layer.load_state_dict({{{named}}})")
    module = solution.__name__.rpartition(".")[2]
    imports = sorted(lines.imports, key=lambda line: (line.startswith("from"), line))
    head = [*imports, *([""] if imports else []), f"from {module} import {call.function}", ""]
    arguments = ", ".join(given)
    text = "\n".join([*head, *lines.lines, f"print({called}({arguments}))"])
    line = f"{made or called}({arguments})"
    return WrittenCall(text, tuple(lines.shown), line, tuple(lines.pictures))


def _given(call: RecordedCall, names: Sequence[str], lines: _Lines) -> list[str]:
    """The arguments as they are written in the call."""
    places: dict[int | str, Any] = dict(enumerate(call.args))
    places.update(call.kwargs.items())
    given = []
    for place, value in places.items():
        name = str(place)
        if isinstance(place, int):
            name = names[place] if place < len(names) else PLAIN
        if value is None and not isinstance(place, int):
            continue  # as the default is
        shown = repr(value)
        if isinstance(value, str) and value in call.files:
            lines.file(value, call.files[value])
            shown = f'"{value}"'
        if isinstance(value, Tensor | np.ndarray):
            shown = lines.array(name, value)
        given.append(shown if isinstance(place, int) else f"{name}={shown}")
    return given


def _names(call: RecordedCall, solution: ModuleType) -> Sequence[str]:
    """The names of the arguments that are given by their place."""
    if call.made is None:
        return [parameter.name for parameter, _ in bound(call, solution)]
    forward = getattr(getattr(solution, call.function), "forward", None)
    if forward is None:
        return ()
    parameters: Mapping[str, Parameter] = signature_of(forward).parameters
    plain = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    return [name for name, each in parameters.items() if each.kind in plain][1:]


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
    # The few numbers of a pixel stand side by side.
    is_of_pixels = isinstance(value, np.ndarray) and value.ndim == 3 and value.shape[-1] <= PIXEL
    return f"{begin}{_rows(numbers, value.ndim - is_of_pixels, indent)}{kind})"


def _rows(numbers: Any, axes: int, indent: str) -> str:
    if axes == 1:
        return str(numbers)
    inner = [_rows(each, axes - 1, f"{indent} ") for each in numbers]
    return "[" + f",\n{indent} ".join(inner) + "]"
