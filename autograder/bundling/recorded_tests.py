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
HIDDEN = """\
# HIDDEN
def {check}():
    import base64
    import importlib
    import os
    import sys
    import tempfile

    import torch

    def tensor(dtype, shape, data):
        data = bytearray(base64.b64decode(data))
        if not data:
            return torch.empty(shape, dtype=getattr(torch, dtype))
        return torch.frombuffer(data, dtype=getattr(torch, dtype)).reshape(shape)

    def compare(got, right):
        if isinstance(right, torch.Tensor):
            assert isinstance(got, torch.Tensor), "The result should be a tensor."
            assert got.shape == right.shape, f"The result has shape {{tuple(got.shape)}}."
            close = torch.allclose(got.double(), right.double(), 1e-4, 1e-5, equal_nan=True)
            assert close, "The result has the right shape, but its numbers are wrong."
        elif isinstance(right, (tuple, list)):
            assert len(got) == len(right), f"The result has {{len(got)}} parts."
            for one, other in zip(got, right):
                compare(one, other)
        elif isinstance(right, float):
            assert abs(got - right) <= 1e-5 + 1e-4 * abs(right), f"The result is {{got}}."
        else:
            assert got == right, f"The result is {{got!r}}."

    sys.path.insert(0, os.getcwd())
    sys.modules.pop({module!r}, None)
    module = importlib.import_module({module!r})
    with tempfile.TemporaryDirectory() as place:
        for function, args, kwargs, right, error, files in [
{calls}
        ]:
            for name, data in files.items():
                with open(os.path.join(place, name), "wb") as file:
                    file.write(base64.b64decode(data))
            paths = {{name: os.path.join(place, name) for name in files}}
            args = [paths.get(each, each) if isinstance(each, str) else each for each in args]
            if error is None:
                compare(getattr(module, function)(*args, **kwargs), right)
                continue
            try:
                getattr(module, function)(*args, **kwargs)
            except Exception as raised:
                kinds = [each.__name__ for each in type(raised).__mro__]
                assert error in kinds, f"This should raise {{error}}."
            else:
                raise AssertionError(f"This should raise {{error}}.")
"""


class Inexpressible(Exception):
    """A value that can't be written down as Python."""


def cells(task: Task, calls: Mapping[str, Sequence[RecordedCall]]) -> list[str]:
    """A test for each check of which some calls can be written down; the others are left out."""
    written = {check: sorted(_written(each), key=len)[:CALLS] for check, each in calls.items()}
    return [
        HIDDEN.format(
            check=check,
            module=task.file.removesuffix(".py"),
            calls=textwrap.indent("\n".join(lines), " " * 12),
        )
        for check, lines in written.items()
        if lines
    ]


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
