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

from autograder.diagnosis import script_lines, small_files
from autograder.diagnosis.properties import bound, signature_of
from autograder.diagnosis.recording import LayerConstruction, RecordedCall
from autograder.diagnosis.scripts import Script, Step

LINE = 88
PIXEL = 4  # numbers of one, at the most
PLAIN = "input"  # an argument without a name of its own
MOST_CALLS = 3  # in one line


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

    A layer is made, gets its parameters, and is called; another object is made and asked.
    """
    lines = _Lines(taken={call.function, "layer", "image", "torch", "np", "Image"})
    if isinstance(call.made, Script):
        *before, last = _of_script(call, call.made, solution, lines)
        lines.lines += before
        line = "; ".join([*before, last] if len(before) < MOST_CALLS else [before[0], "…", last])
        functions = {call.function, *(s.function for s in call.made.steps if s.of is None)}
    else:
        last, line = _call(call, call.made, solution, lines)
        functions = {call.function}
    module = solution.__name__.rpartition(".")[2]
    imports = sorted(lines.imports, key=lambda line: (line.startswith("from"), line))
    own = f"from {module} import {', '.join(sorted(functions))}"
    head = [*imports, *([""] if imports else []), own, ""]
    text = "\n".join([*head, *lines.lines, f"print({last})"])
    return WrittenCall(text, tuple(lines.shown), line, tuple(lines.pictures))


def _call(
    call: RecordedCall, made: LayerConstruction | None, solution: ModuleType, lines: _Lines
) -> tuple[str, str]:
    """The call of a function or layer, as it stands behind the lines, and in a line of its own."""
    arguments = ", ".join(_given(call, _names(call, solution), lines))
    if made is None:
        line = f"{call.function}({arguments})"
        return line, line
    settings = [
        *(repr(value) for value in made.args),
        *(f"{name}={value!r}" for name, value in made.kwargs.items()),
    ]
    layer = f"{call.function}({', '.join(settings)})"
    state = {name: lines.array(name, v) for name, v in (made.state or {}).items()}
    lines.lines.append(f"layer = {layer}")
    if state:
        named = ", ".join(f'"{name}": {variable}' for name, variable in state.items())
        lines.lines.append(f"layer.load_state_dict({{{named}}})")
    return f"layer({arguments})", f"{layer}({arguments})"


def _of_script(
    call: RecordedCall, script: Script, solution: ModuleType, lines: _Lines
) -> Sequence[str]:
    """A line for each call that asks or makes objects, the last one for this call."""
    names = script_lines.variables(script, [*call.args, *call.kwargs.values()], lines.taken)
    known: dict[int, str] = {}  # what is given to several calls has one name

    def shown(value: Any, place: int | str, step: Step | None) -> str:
        if isinstance(value, str) and value in call.files:
            lines.file(value, call.files[value])
            return f'"{value}"'
        if isinstance(value, list | tuple):
            parts = ", ".join(shown(part, place, step) for part in value)
            return f"[{parts}]" if isinstance(value, list) else f"({parts},)"
        if isinstance(value, dict):
            parts = ", ".join(f'"{key}": {shown(part, key, step)}' for key, part in value.items())
            return f"{{{parts}}}"
        if not isinstance(value, Tensor | np.ndarray):
            return repr(value)
        if id(value) not in known:
            asked: Step | Script = script if step is None else step
            name = _parameter(asked, step.function if step else call.function, place, solution)
            known[id(value)] = lines.array(name, value)
        return known[id(value)]

    return script_lines.lines(script, call.function, call.args, call.kwargs, names, shown)


def _parameter(asked: Step | Script, function: str, place: int | str, solution: ModuleType) -> str:
    """The name of an argument that is given by its place."""
    thing = getattr(solution, function, None)
    if asked.of is not None:
        thing = getattr(thing, asked.member, None)
    if isinstance(place, str) or not callable(thing):
        return str(place) if isinstance(place, str) else PLAIN
    plain = Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD
    parameters = signature_of(thing).parameters.values()
    found = [each.name for each in parameters if each.kind in plain]
    found = found[1:] if found[:1] == ["self"] else found
    return found[place] if place < len(found) else PLAIN


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
