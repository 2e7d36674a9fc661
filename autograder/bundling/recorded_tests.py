"""Recorded calls → hidden tests of otter's: what to call, and what the solution has answered."""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from torch import Tensor

from autograder.course.model import Task
from autograder.diagnosis.recording import RecordedCall

CALLS = 4  # of each check, the smallest
NUMBERS = 4096  # of each tensor, at the most
PROGRAM = Path(__file__).with_name("programs") / "recorded_test.py"
PLACE_OF_CALLS = '            ("CALLS", tensor),\n'


class Inexpressible(Exception):
    """A value that can't be written down as Python."""


def cells(task: Task, calls: Mapping[str, Sequence[RecordedCall]]) -> list[str]:
    """A test for each check of which some calls can be written down; the others are left out."""
    written = {check: sorted(_written(each), key=len)[:CALLS] for check, each in calls.items()}
    module = task.file.removesuffix(".py")
    return [_cell(check, module, lines) for check, lines in written.items() if lines]


def _cell(check: str, module: str, calls: Sequence[str]) -> str:
    """The program's function as otter's hidden cell, with its names and calls filled in."""
    program = PROGRAM.read_text()
    function = program[program.index("def check()") :]
    named = function.replace("def check()", f"def {check}()").replace('"MODULE"', repr(module))
    lines = textwrap.indent("\n".join(calls), " " * 12)
    return "# HIDDEN\n" + named.replace(PLACE_OF_CALLS, f"{lines}\n")


def _written(calls: Sequence[RecordedCall]) -> Iterator[str]:
    """Each call as a line of Python, without those of layers: a layer is more than its calls."""
    for call in calls:
        if call.made is not None or call.asked != "call":
            continue
        names = {path: Path(path).name for path in call.files}
        args = [names.get(a, a) if isinstance(a, str) else a for a in call.args]
        files = {names[path]: base64.b64encode(data).decode() for path, data in call.files.items()}
        try:
            parts = [args, dict(call.kwargs), call.answer, _kind(call.error), files]
            yield f"({', '.join([repr(call.function), *map(_source, parts)])}),"
        except Inexpressible:
            continue


def _kind(error: Exception | None) -> str | None:
    """The name of what was raised. Raises Inexpressible if it is no exception of Python's."""
    if error is None:
        return None
    names: tuple[str, ...] = getattr(error, "type_names", ())
    if not names:
        raise Inexpressible
    return names[0]


def _source(value: Any) -> str:
    """The value as an expression of Python's. Raises Inexpressible."""
    if isinstance(value, Tensor):
        if value.numel() > NUMBERS or value.dtype.is_complex:
            raise Inexpressible
        dtype = str(value.dtype).removeprefix("torch.")
        data = base64.b64encode(value.detach().contiguous().numpy().tobytes()).decode()
        return f"tensor({dtype!r}, {tuple(value.shape)!r}, {data!r})"
    if isinstance(value, tuple):
        return f"({''.join(f'{_source(each)}, ' for each in value)})"
    if isinstance(value, list):
        return f"[{', '.join(map(_source, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{k!r}: {_source(v)}' for k, v in value.items())}}}"
    if value is None or isinstance(value, bool | int | float | str):
        return repr(value)
    raise Inexpressible
